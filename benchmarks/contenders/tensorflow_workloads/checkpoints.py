"""TensorFlow's side of the checkpoint rows."""
import os

import numpy as np
import tensorflow as tf

LARGE = dict(count=64, shape=[1024, 1024], letter='v')
TINY = dict(count=20000, shape=[4], letter='t')
made = {}


def variables(kind):
    """The variables of a kind, made once: v0... hold their own number."""
    if kind not in made:
        k = LARGE if kind == '256' else TINY
        made[kind] = [
            tf.Variable(np.full(k['shape'], i, np.float32), name='%s%d' % (k['letter'], i))
            for i in range(k['count'])
        ]
    return made[kind]


def checkpoint(kind):
    return tf.train.Checkpoint(v=variables(kind))


def saver(kind):
    return tf.compat.v1.train.Saver({v.name.split(':')[0]: v for v in variables(kind)})


def save_objects(kind, name):
    def setup(context):
        writer = checkpoint(kind)
        prefix = os.path.join(context['dir'], 'out_' + name + '_' + kind)
        return lambda repeats: writer.write(prefix)

    return setup


def save_names(kind, name):
    def setup(context):
        writer = saver(kind)
        prefix = os.path.join(context['dir'], 'out_' + name + '_v1_' + kind)
        return lambda repeats: writer.save(None, prefix)

    return setup


def restore_objects(kind):
    def setup(context):
        reader = checkpoint(kind)
        prefix = os.path.join(context['dir'], 'fx_obj_' + kind)

        def run(repeats):
            reader.read(prefix).assert_consumed()
            variables(kind)[-1].numpy()

        return run

    return setup


def restore_names(kind):
    def setup(context):
        reader = saver(kind)
        prefix = os.path.join(context['dir'], 'fx_v1_' + kind)

        def run(repeats):
            reader.restore(None, prefix)
            variables(kind)[-1].numpy()

        return run

    return setup


def read_everything(context):
    prefix = os.path.join(context['dir'], 'fx_v1_256')

    def run(repeats):
        reader = tf.train.load_checkpoint(prefix)
        values = [reader.get_tensor(key) for key in reader.get_variable_to_shape_map()]
        assert len(values) >= 64

    return run


def list_everything(context):
    prefix = os.path.join(context['dir'], 'fx_v1_tiny')

    def run(repeats):
        assert len(tf.train.list_variables(prefix)) == TINY['count']

    return run


def read_one(file, key):
    def setup(context):
        prefix = os.path.join(context['dir'], file)
        return lambda repeats: tf.train.load_checkpoint(prefix).get_tensor(key)

    return setup


def workloads(name):
    return dict(
        save256_obj=save_objects('256', name),
        save256_v1=save_names('256', name),
        restore256_obj=restore_objects('256'),
        restore256_v1=restore_names('256'),
        readall256=read_everything,
        tiny_save_obj=save_objects('tiny', name),
        tiny_save_v1=save_names('tiny', name),
        tiny_restore_obj=restore_objects('tiny'),
        tiny_restore_v1=restore_names('tiny'),
        tiny_list=list_everything,
        tiny_first=read_one('fx_v1_tiny', 't12345'),
        first256=read_one('fx_v1_256', 'v33'),
    )
