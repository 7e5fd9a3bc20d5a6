import * as tf1 from '../../src/compat_v1';
import { Checkpoint } from '../../src/saving/checkpoint/checkpoint';
import { Module } from '../../src/tracking';
import { useFolder } from './support';

const at = useFolder();
const { get_or_create_layer, track_tf1_style_variables } = tf1.keras.utils;
const make = (name: string, value: number) =>
  tf1.get_variable(name, { shape: [], initializer: new tf1.constant_initializer(value) });

class Net extends Module {
  made = 0;
  @track_tf1_style_variables
  call(): number {
    const v = tf1.variable_scope('s', () => make('v', 2));
    get_or_create_layer('inner', () => {
      this.made++;
      return new Module();
    });
    return v.assign_add(1).numpy().item() as number;
  }
}

describe('track_tf1_style_variables', () => {
  it('keeps the variables of a method with its module, saves and restores them', () => {
    const net = new Net();
    expect([net.call(), net.call(), net.made]).toEqual([3, 4, 1]);
    expect(net.trainable_variables.map((v) => (v as unknown as tf1.Variable).name)).toEqual(['s/v:0']);
    const saved = new Checkpoint({ net }).save(at('m'));
    expect(tf1.train.list_variables(saved).map(([key]) => key)).toContain(
      'net/_tf1_style_var_store/_vars/s.Sv/.ATTRIBUTES/VARIABLE_VALUE',
    );
    const other = new Net();
    new Checkpoint({ net: other }).restore(saved);
    expect(other.call()).toBe(5);
  });
  it('is a function too, and for modules only', () => {
    const call = track_tf1_style_variables(function (this: Module) {
      return make('v', 1);
    });
    const module = new Module();
    expect(call.call(module)).toBe(call.call(module));
    expect(() => call.call({} as Module)).toThrow('must be applied to a method of a subclassed `tf.Module`');
    expect(() => get_or_create_layer('x', () => module)).toThrow(
      'Tried to call get_or_create_layer in eager mode',
    );
  });
});
