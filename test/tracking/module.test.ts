import { currentContext } from '../../src/context';
import { RuntimeError, TypeError, ValueError } from '../../src/errors';
import { str } from '../../src/python/repr';
import { tuple } from '../../src/python/tuple';
import { Variable } from '../../src/runtime/variable';
import { Module, NoDependency } from '../../src/tracking';
import { edges, messageOf, namesOf, v } from './support';

class Foo extends Module {
  [name: string]: unknown;
}

function tree(): Foo & { sub: Foo; sub2: Foo & { sub3: Foo } } {
  const m = new Foo();
  const shared = v('v');
  const [sub, sub2, sub3] = [new Foo(), new Foo(), new Foo()];
  m.b = [v('b0'), { z: v('z'), a: v('a') }, tuple(v('t'))];
  m.a = shared;
  m.dup = shared;
  m.sub = sub;
  sub.w = v('w');
  sub.back = m;
  m.sub2 = sub2;
  sub2.sub3 = sub3;
  sub3.q = v('q');
  m.lst = [sub3];
  m.Z = v('Z');
  m._p = v('p');
  m.nt = v('nt', false);
  return m as ReturnType<typeof tree>;
}

describe('Module', () => {
  it.each([
    ['MyRNNCell2', 'my_rnn_cell2'],
    ['HTTPServer', 'http_server'],
    ['A', 'a'],
    ['aB', 'a_b'],
    ['Conv2D', 'conv2_d'],
    ['LSTMCell', 'lstm_cell'],
    ['_Private', '__private'],
    ['MLP', 'mlp'],
    ['Dense2DLayer', 'dense2_d_layer'],
    ['ABc', 'a_bc'],
    ['a1B', 'a1_b'],
    ['X_Y', 'x_y'],
    ['FooBAR', 'foo_bar'],
    ['IOError', 'io_error'],
    ['Net_2X', 'net_2_x'],
  ])('O9.1 a module of class %s is called %s', (className, name) => {
    const Class = { [className]: class extends Module {} }[className]!;
    expect(new Class().name).toBe(name);
  });

  it('O9.1 takes a name by position or keyword; null means none', () => {
    expect(new Module('x').name).toBe('x');
    expect(new Module({ name: 'x' }).name).toBe('x');
    expect(new Module(null).name).toBe('module');
    expect(() => new Module({ nam: 'x' } as never)).toThrow(TypeError);
  });

  it.each(['', '1a', 'a b', 'a-b', 'é'])('O9.1 refuses the name %p with the text of TF', (name) => {
    expect(() => new Module(name)).toThrow(ValueError);
    expect(messageOf(() => new Module(name))).toBe(
      `'${name}' is not a valid module name. Module names must be valid Python identifiers (e.g. a valid class name).`,
    );
  });

  it('O9.2 variables come by attribute name, leaves once, then those of submodules', () => {
    const m = tree();
    expect(namesOf(m.variables)).toEqual(['Z', 'p', 'v', 'b0', 'a', 'z', 't', 'nt', 'q', 'w']);
    expect(namesOf(m.trainable_variables)).toEqual(['Z', 'p', 'v', 'b0', 'a', 'z', 't', 'q', 'w']);
    expect(namesOf(m.non_trainable_variables)).toEqual(['nt']);
    expect(str(new Foo().variables)).toBe('()');
  });

  it('O9.2 submodules come in the order they are met', () => {
    const m = tree();
    expect(m.submodules).toHaveLength(3);
    [m.sub2.sub3, m.sub, m.sub2].forEach((module, i) => {
      expect(m.submodules[i]).toBe(module);
    });
  });

  it('O9.2 _flatten gives every path to a leaf, as TF', () => {
    const leaves = tree()._flatten({ with_path: true, predicate: (leaf) => leaf instanceof Variable });
    expect(str([...leaves].map(([path]) => path))).toBe(
      "[('Z',), ('_p',), ('a',), ('b', 0), ('b', 1, 'a'), ('b', 1, 'z'), ('b', 2, 0), ('dup',), ('nt',), " +
        "('lst', 0, 'q'), ('sub', 'w'), ('sub', 'back', 'Z'), ('sub', 'back', '_p'), ('sub', 'back', 'a'), " +
        "('sub', 'back', 'b', 0), ('sub', 'back', 'b', 1, 'a'), ('sub', 'back', 'b', 1, 'z'), " +
        "('sub', 'back', 'b', 2, 0), ('sub', 'back', 'dup'), ('sub', 'back', 'nt'), ('sub2', 'sub3', 'q')]",
    );
  });

  it('O9.2 edges keep the order of tracking (O2), whatever the order of variables', () => {
    expect(edges(tree())).toEqual(['b', 'a', 'dup', 'sub', 'sub2', 'lst', 'Z', '_p', 'nt']);
  });

  it('O9.2 finds variables in what is not tracked, and in Maps', () => {
    const m = new Foo();
    m.hidden = new NoDependency({ k: v('nd') });
    m.map = new Map([
      ['b', v('mb')],
      ['a', v('ma')],
    ]);
    expect(namesOf(m.variables)).toEqual(['nd', 'ma', 'mb']);
  });

  it('O9.2 a dict whose keys have no order is TF’s error', () => {
    const m = new Foo();
    m.d = new Map<unknown, unknown>([
      [1, 2],
      ['a', 3],
    ]);
    expect(messageOf(() => m.variables)).toBe("Error processing property 'd' of DictWrapper({1: 2, 'a': 3})");
  });

  it('declares attributes that are added later by type', () => {
    const m = new Module<{ d: Variable }>({ name: 'x' });
    m.d = v('d');
    expect(namesOf(m.variables)).toEqual(['d']);
  });
});

describe('Module.name_scope', () => {
  it('lies under the scope of construction and may be entered anywhere, again and again', () => {
    const outer = new Module('outer');
    const inner = outer.name_scope.use(() => new Module('inner'));
    expect(inner.name).toBe('inner');
    expect(inner.name_scope.name).toBe('outer/inner/');
    for (let i = 0; i < 2; i++) {
      new Module('other').name_scope.use(() => {
        inner.name_scope.use((scope) => {
          expect(scope).toBe('outer/inner/');
          expect(new Variable(1).name).toBe('outer/inner/Variable:0');
        });
      });
    }
    expect(currentContext().nameScope).toBe('');
  });

  it('is entered by using', () => {
    const m = new Module('x');
    {
      using _ = m.name_scope;
      expect(currentContext().nameScope).toBe('x/');
    }
    expect(currentContext().nameScope).toBe('');
  });

  it('with_name_scope decorates a method, or wraps a function', () => {
    class Net extends Module {
      declare w: Variable;
      @Module.with_name_scope
      build(size: number): number {
        this.w = new Variable(size, { name: 'w' });
        return size + 1;
      }
    }
    const net = new Net();
    expect(net.build(2)).toBe(3);
    expect(net.w.name).toBe('net/w:0');
    const scope = Module.with_name_scope(function (this: Net) {
      return currentContext().nameScope;
    });
    expect(scope.call(net)).toBe('net/');
  });

  it('never spans an await', () => {
    const later = Module.with_name_scope(async () => {});
    expect(() => later.call(new Module())).toThrow(RuntimeError);
  });
});
