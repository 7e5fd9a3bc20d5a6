"""TensorFlow's side of the rows of training steps."""
import numpy as np
import tensorflow as tf

from .ops import random, uniform

keras = tf.keras
layers = keras.layers


def stepper(make, graph):
    def setup(context):
        step = tf.function(make()) if graph else make()

        def run(repeats):
            for _ in range(repeats):
                loss = step()
            loss.numpy()

        return run

    return setup


def trainer(net, optimizer, loss_of):
    """One step of gradient descent on `loss_of()`; `net` is built."""
    if hasattr(optimizer, 'build'):
        optimizer.build(net.trainable_variables)

    def step():
        with tf.GradientTape() as tape:
            loss = loss_of()
        variables = net.trainable_variables
        optimizer.apply_gradients(zip(tape.gradient(loss, variables), variables))
        return loss

    return step


class Net(keras.Model):
    """The linear model of TensorFlow's guide."""

    def __init__(self):
        super().__init__()
        self.l1 = layers.Dense(5)

    def call(self, x):
        return self.l1(x)


def linreg():
    net = Net()
    x = tf.constant([[1.0], [2.0]])
    y = x * 5.0 + tf.range(5.0)[None, :]
    net(x)
    return trainer(net, keras.optimizers.Adam(0.1), lambda: tf.reduce_mean(tf.abs(net(x) - y)))


def classifier(net, x, optimizer):
    y = tf.constant(random.randint(0, 10, x.shape[0]).astype(np.int32))
    net(x)

    def loss_of():
        logits = net(x, training=True)
        return tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=logits))

    return trainer(net, optimizer, loss_of)


def mlp():
    net = keras.Sequential(
        [layers.Dense(512, activation='relu'), layers.Dense(512, activation='relu'), layers.Dense(10)]
    )
    return classifier(net, uniform(64, 784), keras.optimizers.Adam(1e-3))


def cnn():
    net = keras.Sequential(
        [
            layers.Conv2D(16, 3, padding='same', activation='relu'),
            layers.MaxPooling2D(),
            layers.Conv2D(32, 3, padding='same', activation='relu'),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dense(10),
        ]
    )
    return classifier(net, uniform(32, 28, 28, 1), keras.optimizers.SGD(0.01, momentum=0.9))


workloads = dict(
    linreg_step=stepper(linreg, False),
    linreg_step_graph=stepper(linreg, True),
    mlp_step=stepper(mlp, False),
    mlp_step_graph=stepper(mlp, True),
    cnn_step=stepper(cnn, False),
    cnn_step_graph=stepper(cnn, True),
)
