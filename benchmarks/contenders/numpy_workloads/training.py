"""Two training steps in numpy, their gradients derived by hand."""
import numpy as np

random = np.random.RandomState(0)


def uniform(*shape):
    return random.uniform(-1, 1, shape).astype(np.float32)


def softmax(x):
    e = np.exp(x - x.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def adam(parameters, rate, epsilon=1e-7):
    means = [np.zeros_like(p) for p in parameters]
    squares = [np.zeros_like(p) for p in parameters]
    step = [0]

    def update(gradients):
        step[0] += 1
        alpha = np.float32(rate * (1 - 0.999 ** step[0]) ** 0.5 / (1 - 0.9 ** step[0]))
        for p, g, m, v in zip(parameters, gradients, means, squares):
            m += (g - m) * np.float32(0.1)
            v += (g * g - v) * np.float32(0.001)
            p -= alpha * m / (np.sqrt(v) + np.float32(epsilon))

    return update


def linreg():
    weights, bias = uniform(1, 5), uniform(5)
    x = np.array([[1.0], [2.0]], np.float32)
    y = x * 5 + np.arange(5, dtype=np.float32)
    update = adam([weights, bias], 0.1)

    def step():
        error = x @ weights + bias - y
        gradient = np.sign(error) / np.float32(error.size)
        update([x.T @ gradient, gradient.sum(0)])
        return np.abs(error).mean()

    return step


def mlp():
    sizes = [784, 512, 512, 10]
    weights = [uniform(a, b) * np.float32(0.05) for a, b in zip(sizes, sizes[1:])]
    biases = [np.zeros(b, np.float32) for b in sizes[1:]]
    x, y = uniform(64, 784), random.randint(0, 10, 64)
    rows = np.arange(64)
    update = adam(weights + biases, 1e-3)

    def step():
        h1 = np.maximum(x @ weights[0] + biases[0], 0)
        h2 = np.maximum(h1 @ weights[1] + biases[1], 0)
        g = softmax(h2 @ weights[2] + biases[2])
        loss = -np.log(g[rows, y]).mean()
        g[rows, y] -= 1
        g /= 64
        g2 = (g @ weights[2].T) * (h2 > 0)
        g1 = (g2 @ weights[1].T) * (h1 > 0)
        update([x.T @ g1, h1.T @ g2, h2.T @ g, g1.sum(0), g2.sum(0), g.sum(0)])
        return loss

    return step
