import * as path from 'node:path';
import { Variable } from '../../../src/runtime/variable';
import { Checkpoint } from '../../../src/saving/checkpoint/checkpoint';
import { load_variable } from '../../../src/saving/checkpoint/reader';
import { Module } from '../../../src/tracking/module';
import { filesOf, goldens, withFolder } from '../../support/files';
import { MomentumOptimizer } from '../../support/momentum_optimizer';

const golden = path.join(goldens, 'tf2.15/keras2/opt_legacy_sgd_momentum');
const slotKey = (name: string) =>
  `model/layer_with_weights-0/${name}/.OPTIMIZER_SLOT/optimizer/momentum/.ATTRIBUTES/VARIABLE_VALUE`;

class Dense extends Module {
  kernel = new Variable(
    [
      [0, 0],
      [0, 0],
      [0, 0],
    ],
    { name: 'd/kernel' },
  );
  bias = new Variable([0, 0], { name: 'd/bias' });
}

/** The tree of the Keras model that made the file. */
function tree() {
  const layer = new Dense();
  const model = new Module();
  for (const name of ['layer_with_weights-0', 'layer-0']) Reflect.set(model, name, layer, model);
  const optimizer = new MomentumOptimizer(0, 0);
  return { layer, optimizer, checkpoint: new Checkpoint({ model, optimizer }) };
}

const slotOf = (optimizer: MomentumOptimizer, variable: Variable) =>
  optimizer.get_slot(variable, 'momentum') as Variable;

describe('R6 slot variables', () => {
  it('R6.4 are made with the saved values, and saved again byte for byte', () => {
    withFolder((folder) => {
      const { layer, optimizer, checkpoint } = tree();
      checkpoint.read(golden).assert_consumed();
      const kernel = slotOf(optimizer, layer.kernel);
      expect(kernel.numpy().tolist()).toEqual(load_variable(golden, slotKey('kernel')).tolist());
      checkpoint.write(path.join(folder, 'opt_legacy_sgd_momentum'));
      const theirs = filesOf(path.dirname(golden), 'opt_legacy_sgd_momentum.');
      for (const [name, bytes] of filesOf(folder))
        expect([name, bytes.equals(theirs.get(name)!)]).toEqual([name, true]);
    });
  });

  it('R6.2 R6.3 wait for the optimizer, and for the variable', () => {
    const { layer, optimizer } = tree();
    const late = new Checkpoint<{ model?: Module; optimizer?: MomentumOptimizer }>();
    const status = late.read(golden);
    late.optimizer = optimizer;
    expect(slotOf(optimizer, layer.bias)).toBeNull();
    const model = new Module();
    Reflect.set(model, 'layer_with_weights-0', layer, model);
    late.model = model;
    status.assert_consumed();
    expect(slotOf(optimizer, layer.bias).numpy().tolist()).toEqual(
      load_variable(golden, slotKey('bias')).tolist(),
    );
  });

  it('R6 training goes on as if it had not been interrupted', () => {
    withFolder((folder) => {
      const make = () =>
        new Checkpoint({
          v: new Variable([1, 2], { name: 'v' }),
          optimizer: new MomentumOptimizer(0.5, 0.75),
        });
      const whole = make();
      whole.optimizer.apply(whole.v, [1, -2]);
      const prefix = whole.save(path.join(folder, 'c'));
      const resumed = make();
      resumed.restore(prefix).assert_consumed();
      for (const { v, optimizer } of [whole, resumed]) optimizer.apply(v, [3, 1]);
      expect(resumed.v.numpy().tolist()).toEqual(whole.v.numpy().tolist());
      expect(resumed.optimizer.iter.numpy().item()).toBe(2n);
    });
  });

  it('R6.5 whose variable never appears fail assert_consumed', () => {
    const { optimizer } = tree();
    const status = new Checkpoint({ optimizer }).read(golden).expect_partial();
    expect(() => status.assert_consumed()).toThrow(/Unresolved object in checkpoint \(root\)\.model/);
  });
});
