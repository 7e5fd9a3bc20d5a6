"""`make_fixtures.py DIR...`, run with TensorFlow's interpreter: the fixtures, see fixtures.mjs."""
import os
import sys

here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(here, '..', 'contenders'))
from tensorflow_workloads.checkpoints import checkpoint, saver

for directory in sys.argv[1:]:
    for kind in ('256', 'tiny'):
        checkpoint(kind).write(os.path.join(directory, 'fx_obj_' + kind))
        saver(kind).save(None, os.path.join(directory, 'fx_v1_' + kind))
