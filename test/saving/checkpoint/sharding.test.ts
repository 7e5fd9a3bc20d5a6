import * as path from 'node:path';
import { float32, string } from '../../../src/dtypes';
import { ValueError } from '../../../src/errors';
import { reshape } from '../../../src/runtime/ops/array';
import { range } from '../../../src/runtime/ops/creation';
import { Variable } from '../../../src/runtime/variable';
import { Checkpoint } from '../../../src/saving/checkpoint/checkpoint';
import { CheckpointOptions } from '../../../src/saving/checkpoint/options';
import { CheckpointReader } from '../../../src/saving/checkpoint/reader';
import {
  MaxShardSizePolicy,
  ShardByTaskPolicy,
  type ShardingCallback,
} from '../../../src/saving/checkpoint/sharding';
import { filesOf, goldens, logged, withFolder } from '../../support/files';

/** The program of the goldens' case `sharded` of TF 2.21. */
function program() {
  const w = new Variable(reshape(range(40, { dtype: float32 }), [10, 4]), { name: 'w' });
  return new Checkpoint({
    w,
    b: new Variable([1, 2], { name: 'b' }),
    step: new Variable(3n, { dtype: 'int64', name: 'step' }),
  });
}

function write(folder: string, policy: ShardingCallback, name: string): void {
  program().write(path.join(folder, name), {
    options: new CheckpointOptions({ experimental_sharding_callback: policy }),
  });
}

describe('sharding callbacks', () => {
  it.each([
    ['max_shard', new MaxShardSizePolicy(100)],
    ['by_task', new ShardByTaskPolicy()],
  ])('M6.4 %s writes the files of TF 2.21', (name, policy) => {
    withFolder((folder) => {
      write(folder, policy, name);
      const ours = filesOf(folder);
      const theirs = filesOf(path.join(goldens, 'tf2.21/sharded'), `${name}.`);
      expect([...ours.keys()]).toEqual([...theirs.keys()]);
      for (const [file, bytes] of ours) expect([file, bytes.equals(theirs.get(file)!)]).toEqual([file, true]);
    });
  });

  it.each([[1], [5], [16], [33], [1 << 20]])('M6.4 a limit of %d bytes loses nothing', (limit) => {
    withFolder((folder) => {
      const values = { s: new Variable(['a', 'bbbbbbbb', ''], { dtype: string }), e: new Variable([[]]) };
      const { w, b, step } = program();
      const all = new Checkpoint({ w, b, step, ...values });
      const prefix = path.join(folder, 'c');
      const options = new CheckpointOptions({
        experimental_sharding_callback: new MaxShardSizePolicy(limit),
      });
      logged(() => all.write(prefix, { options }));
      using reader = new CheckpointReader(prefix);
      expect(reader.get_tensor('w/.ATTRIBUTES/VARIABLE_VALUE').tolist()).toEqual(all.w.numpy().tolist());
      expect(String(reader.get_tensor('s/.ATTRIBUTES/VARIABLE_VALUE'))).toBe(String(values.s.numpy()));
      expect([...reader.get_tensor('e/.ATTRIBUTES/VARIABLE_VALUE').shape]).toEqual([1, 0]);
      all.read(prefix).assert_consumed();
    });
  });

  it('F2.1 leaves no P_temp folder behind', () => {
    withFolder((folder) => {
      write(folder, new MaxShardSizePolicy(16), 'c');
      expect([...filesOf(folder).keys()].filter((name) => !/^c\.(index|data-)/.test(name))).toEqual([]);
    });
  });

  it('M6.4 refuses what is no sharding callback, and a limit below one byte', () => {
    const wrong = { experimental_sharding_callback: (() => []) as unknown as ShardingCallback };
    expect(() => new CheckpointOptions(wrong)).toThrow(
      'The experimental_sharding_callback checkpoint optionmust be of type ShardingCallback. The option ' +
        "providedwas of type <class 'Function'>.",
    );
    expect(() => new MaxShardSizePolicy(0)).toThrow(ValueError);
  });
});
