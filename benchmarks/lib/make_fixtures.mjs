/** `node make_fixtures.mjs DIR...`: the fixtures without TensorFlow, see fixtures.mjs. */
import path from 'node:path';
import { nameBasedWriter, objectBasedWriter } from '../contenders/flowpoint/checkpoints.mjs';

for (const dir of process.argv.slice(2)) {
  for (const kind of ['256', 'tiny']) {
    objectBasedWriter(kind)(path.join(dir, `fx_obj_${kind}`));
    nameBasedWriter(kind)(path.join(dir, `fx_v1_${kind}`));
  }
}
