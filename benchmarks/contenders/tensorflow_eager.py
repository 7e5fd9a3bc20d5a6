"""Python TensorFlow, eager, and tf.function in the rows *_graph. A contender for each interpreter."""
import os

os.environ.setdefault('TF_CPP_MIN_LOG_LEVEL', '3')
os.environ.setdefault('CUDA_VISIBLE_DEVICES', '-1')
import tensorflow as tf

from tensorflow_workloads import checkpoints, ops, training

name = 'tf' + tf.__version__
workloads = {**ops.workloads, **training.workloads, **checkpoints.workloads(name)}


def startup():
    (tf.constant([1.0, 2.0]) + tf.constant([3.0, 4.0])).numpy()
