"""TensorFlow's side of the rows of single ops."""
import numpy as np
import tensorflow as tf

random = np.random.RandomState(0)


def uniform(*shape):
    return tf.constant(random.uniform(-1, 1, shape).astype(np.float32))


def op(make):
    """A workload of what `make()` gives; the last result is read."""

    def setup(context):
        call = make()

        def run(repeats):
            for _ in range(repeats):
                result = call()
            result.numpy()

        return run

    return setup


def unary(function, *shape):
    def make():
        x = uniform(*shape)
        return lambda: function(x)

    return op(make)


def binary(function, left, right):
    def make():
        x, y = uniform(*left), uniform(*right)
        return lambda: function(x, y)

    return op(make)


def matmul(n):
    return binary(tf.matmul, (n, n), (n, n))


def chain():
    x, y = uniform(64), uniform(64)

    def call():
        t = tf.abs(-((x + y) * y - x)) + 1.0
        return tf.tanh(tf.square(tf.sqrt(t) * 2.0))

    return call


def fma():
    a, b, c = uniform(1000000), uniform(1000000), uniform(1000000)
    return lambda: a * b + c


def assign_add(context):
    variable = tf.Variable(0.0)

    def run(repeats):
        for _ in range(repeats):
            variable.assign_add(1.0)
        variable.numpy()

    return run


def gather():
    table = uniform(50000, 64)
    indices = tf.constant(random.randint(0, 50000, 10000).astype(np.int32))
    return lambda: tf.gather(table, indices)


workloads = dict(
    add_10=binary(lambda x, y: x + y, (10,), (10,)),
    chain10_64=op(chain),
    chain10_64_graph=op(lambda: tf.function(chain())),
    assign_add=assign_add,
    matmul_32=matmul(32),
    fma_1e6=op(fma),
    tanh_1e6=unary(tf.tanh, 1000000),
    exp_1e6=unary(tf.exp, 1000000),
    sum_axis0=unary(lambda x: tf.reduce_sum(x, 0), 1024, 1024),
    sum_axis1=unary(lambda x: tf.reduce_sum(x, 1), 1024, 1024),
    softmax_1024=unary(tf.nn.softmax, 1024, 1024),
    matmul_256=matmul(256),
    matmul_512=matmul(512),
    matmul_1024=matmul(1024),
    conv2d=binary(lambda x, f: tf.nn.conv2d(x, f, 1, 'SAME'), (32, 28, 28, 16), (3, 3, 16, 32)),
    bcast_add_512=binary(lambda x, y: x + y, (512, 1), (1, 512)),
    transpose_1024=unary(tf.transpose, 1024, 1024),
    gather_10k=op(gather),
)
