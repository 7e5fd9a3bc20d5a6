/**
 * The main job in one go: a checkpoint that Python TensorFlow wrote is restored into TypeScript objects, printed, and
 * saved again with the same bytes. `npm run demo` shows what is inside it first.
 */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import * as tf from 'flowpoint';
import { f, print } from 'flowpoint/python';

/** What Python saved: a dense layer's weights, as a `tf.Module`. */
class Linear extends tf.Module {
  w: tf.Variable;
  b: tf.Variable;

  constructor(inputs: number, outputs: number) {
    super({ name: 'lin' });
    this.w = new tf.Variable(tf.zeros([inputs, outputs]), { name: 'w' });
    this.b = new tf.Variable(tf.zeros([outputs]), { name: 'b' });
  }
}

class Net extends tf.Module {
  blocks = [new Linear(2, 3), new Linear(3, 1)];
  by_name = { head: new Linear(1, 2), aux: new Linear(1, 1) };
  _private = new tf.Variable(0n, { name: 'private' });
  alias = this.blocks[0]!.w;
  steps = new tf.Variable(0n, { name: 'steps', dtype: tf.int64, trainable: false });
}

const made_by_python = 'test/fixtures/goldens/tf2.15/trackables/module/ckpt-1';

const net = new Net();
const ckpt = new tf.train.Checkpoint({ net, w_again: net.blocks[1]!.w });
ckpt.restore(made_by_python).assert_consumed();

print('\nRestored into TypeScript objects:');
print('net.blocks[0].w =', net.blocks[0]!.w);
print('net._private    =', net._private);
print('net.steps       =', net.steps);
print('trainable:', ...net.trainable_variables.map((v) => f`${v.name}${v.shape}`));

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'flowpoint-demo-'));
try {
  const made_here = ckpt.write(path.join(folder, 'ckpt-1'));
  print('\nSaved again:');
  for (const suffix of ['.index', '.data-00000-of-00001']) {
    const ours = fs.readFileSync(made_here + suffix);
    const equal = ours.equals(fs.readFileSync(made_by_python + suffix));
    print(
      f`  ckpt-1${suffix}: ${ours.length} bytes, ${equal ? 'equal to' : 'DIFFERENT FROM'} the file Python wrote`,
    );
    if (!equal) process.exitCode = 1;
  }
} finally {
  fs.rmSync(folder, { recursive: true });
}
