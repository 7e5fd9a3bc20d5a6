"""numpy: no gradients (the training steps are derived by hand: a lower bound, not a peer), savez for checkpoints."""
import os

import numpy as np

from numpy_workloads.training import linreg, mlp, random, softmax, uniform

name = 'numpy' + np.__version__


def startup():
    np.array([1.0, 2.0], np.float32) + np.array([3.0, 4.0], np.float32)


def op(make):
    def setup(context):
        call = make()

        def run(repeats):
            for _ in range(repeats):
                call()

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
    return binary(np.matmul, (n, n), (n, n))


def chain():
    x, y = uniform(64), uniform(64)
    one, two = np.float32(1), np.float32(2)
    return lambda: np.tanh(np.square(np.sqrt(np.abs(-((x + y) * y - x)) + one) * two))


def fma():
    a, b, c = uniform(1000000), uniform(1000000), uniform(1000000)
    return lambda: a * b + c


def assign_add():
    value = np.zeros((), np.float32)
    one = np.float32(1)
    return lambda: np.add(value, one, out=value)


def conv(x, filters):
    padded = np.pad(x, ((0, 0), (1, 1), (1, 1), (0, 0)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (3, 3), (1, 2)).transpose(0, 1, 2, 4, 5, 3)
    rows = np.ascontiguousarray(windows).reshape(-1, 9 * x.shape[3])
    return rows @ filters.reshape(-1, filters.shape[3])


def gather():
    table = uniform(50000, 64)
    indices = random.randint(0, 50000, 10000).astype(np.int32)
    return lambda: table[indices]


made = []


def data():
    if not made:
        made.extend(np.full([1024, 1024], i, np.float32) for i in range(64))
    return made


def save(context):
    arrays = data()
    file = os.path.join(context['dir'], 'out_np.npz')
    return lambda repeats: np.savez(file, **{'v%d' % i: a for i, a in enumerate(arrays)})


def load(context):
    file = os.path.join(context['dir'], 'out_np.npz')
    save(context)(1)

    def run(repeats):
        with np.load(file) as arrays:
            return [arrays[key] for key in arrays.files]

    return run


def memcpy(context):
    arrays = data()
    copies = [np.zeros_like(a) for a in arrays]

    def run(repeats):
        for copy, array in zip(copies, arrays):
            np.copyto(copy, array)

    return run


workloads = dict(
    add_10=binary(np.add, (10,), (10,)),
    chain10_64=op(chain),
    assign_add=op(assign_add),
    matmul_32=matmul(32),
    fma_1e6=op(fma),
    tanh_1e6=unary(np.tanh, 1000000),
    exp_1e6=unary(np.exp, 1000000),
    sum_axis0=unary(lambda x: x.sum(0), 1024, 1024),
    sum_axis1=unary(lambda x: x.sum(1), 1024, 1024),
    softmax_1024=unary(softmax, 1024, 1024),
    matmul_256=matmul(256),
    matmul_512=matmul(512),
    matmul_1024=matmul(1024),
    conv2d=binary(conv, (32, 28, 28, 16), (3, 3, 16, 32)),
    bcast_add_512=binary(np.add, (512, 1), (1, 512)),
    transpose_1024=unary(lambda x: np.ascontiguousarray(x.T), 1024, 1024),
    gather_10k=op(gather),
    linreg_step=op(linreg),
    mlp_step=op(mlp),
    save256_obj=save,
    restore256_obj=load,
    memcpy_256=memcpy,
)
