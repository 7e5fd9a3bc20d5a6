import { TypeError, ValueError } from '../../src/errors';
import type { Variable } from '../../src/runtime/variable';
import { AutoTrackable, NoDependency, Trackable } from '../../src/tracking';
import { asTrackable } from '../../src/tracking/trackable';
import { children, edges, messageOf, v } from './support';

describe('AutoTrackable', () => {
  it('O1.1 an object reached by several edges, or by its proxy, is one node', () => {
    const a = new AutoTrackable<{ self: object; x: object }>();
    a.self = a;
    a.x = a;
    expect(asTrackable(a)).toBe(asTrackable(a.self));
    expect(asTrackable(a)).not.toBe(a);
    expect(asTrackable(a)!.handle).toBe(a);
    expect(edges(a)).toEqual(['self', 'x']);
  });

  it('O1.3 numbers, strings, functions, typed arrays and class instances are no nodes', () => {
    class Plain {
      w = v('w');
    }
    const a = new AutoTrackable<Record<string, unknown>>();
    Object.assign(a, {
      n: 1,
      s: 'x',
      f: () => 1,
      t: new Float32Array(2),
      p: new Plain(),
      set: new Set([v('s')]),
    });
    expect(edges(a)).toEqual([]);
  });

  it('O2.1 assignment adds an edge named like the attribute, underscores included', () => {
    const a = new AutoTrackable<Record<string, unknown>>();
    a.b = v('b');
    a._p = v('p');
    expect(children(a)).toEqual({ b: 'b', _p: 'p' });
  });

  it('O2.1 assigning the same object again does nothing', () => {
    const a = new AutoTrackable<{ b: Variable; l: unknown[] }>();
    a.b = v('b');
    const b = a.b;
    a.b = b;
    a.l = [v('x')];
    const wrapper = a.l;
    a.l = wrapper;
    expect(a.l).toBe(wrapper);
    expect(edges(a)).toEqual(['b', 'l']);
  });

  it('O2.2 edges are in order of first tracking; assigning anew replaces in place; delete and assign appends', () => {
    const a = new AutoTrackable<Record<string, unknown>>();
    a.b = v('b');
    a._p = v('p');
    a.a = v('a');
    a.b = v('b2');
    expect(Object.entries(children(a))).toEqual([
      ['b', 'b2'],
      ['_p', 'p'],
      ['a', 'a'],
    ]);
    delete a.b;
    a.b = v('b3');
    expect(Object.entries(children(a))).toEqual([
      ['_p', 'p'],
      ['a', 'a'],
      ['b', 'b3'],
    ]);
  });

  it('O2.3 an untrackable value over a tracked name keeps the old edge', () => {
    const a = new AutoTrackable<Record<string, unknown>>();
    a.a = v('a');
    a.a = 5;
    expect(a.a).toBe(5);
    expect(children(a)).toEqual({ a: 'a' });
    a.a = v('a2');
    expect(children(a)).toEqual({ a: 'a2' });
  });

  it('O2.4 two names for one object are two edges', () => {
    const a = new AutoTrackable<Record<string, unknown>>();
    a.x = a.y = v('x');
    expect(children(a)).toEqual({ y: 'x', x: 'x' });
  });

  it('O2.9 _track_trackable refuses what is not trackable, and taken names', () => {
    const a = new AutoTrackable();
    expect(() => a._track_trackable({}, 'x')).toThrow(TypeError);
    a._track_trackable(v('x'), 'x');
    expect(() => a._track_trackable(v('y'), 'x')).toThrow(ValueError);
    a._track_trackable(v('y'), 'x', true);
    expect(children(a)).toEqual({ x: 'y' });
  });

  it('O5.2 NoDependency stores the value itself and adds no edge, with new and without', () => {
    const a = new AutoTrackable<Record<string, unknown>>();
    const [x, list] = [v('x'), [v('y')]];
    a.x = new NoDependency(x);
    a.l = NoDependency(list);
    expect(a.x).toBe(x);
    expect(a.l).toBe(list);
    expect(edges(a)).toEqual([]);
    a.b = v('b');
    a.b = NoDependency(v('other'));
    expect(children(a)).toEqual({ b: 'b' });
  });

  it('sees class fields of all levels, and arrow functions in fields see the proxy', () => {
    class Base extends AutoTrackable {
      first = v('first');
      private readonly hidden = [v('h')];
      add = (x: Variable) => {
        (this as unknown as { added: Variable }).added = x;
        return this.hidden.length;
      };
    }
    class Derived extends Base {
      second = { k: v('k') };
      constructor() {
        super();
        expect(asTrackable(this)).not.toBe(this);
      }
    }
    const d = new Derived();
    expect(d.add(v('later'))).toBe(1);
    expect(edges(d)).toEqual(['first', 'hidden', 'second', 'added']);
  });

  it('keeps #private fields working, and untracked', () => {
    class Secret extends AutoTrackable {
      #w = v('w');
      get w() {
        return this.#w;
      }
    }
    const s = new Secret();
    expect(s.w.name).toBe('w:0');
    expect(edges(s)).toEqual([]);
  });

  it('runs setters with what is tracked, as TF tracks properties', () => {
    class P extends AutoTrackable {
      declare _x: unknown;
      get x() {
        return this._x;
      }
      set x(value: unknown) {
        this._x = value;
      }
    }
    const p = new P();
    p.x = v('a');
    const read = p.x;
    p.x = read;
    expect(edges(p)).toEqual(['x', '_x']);
    p.x = [v('b')];
    expect(edges(p)).toEqual(['x', '_x']);
    expect(p.x).toBe(p._x);
    expect(asTrackable(p.x)).not.toBeNull();
  });

  it('refuses assignment to a property without a setter, and adds no edge', () => {
    class P extends AutoTrackable {
      get x() {
        return 1;
      }
    }
    const p = new P() as unknown as { x: unknown };
    expect(() => {
      p.x = v('a');
    }).toThrow(globalThis.TypeError);
    expect(edges(p)).toEqual([]);
  });

  it('shows only the attributes that were assigned', () => {
    const a = new AutoTrackable<Record<string, unknown>>();
    a.x = 1;
    expect(Object.keys(a)).toEqual(['x']);
    expect({ ...a }).toEqual({ x: 1 });
    expect(a).toBeInstanceOf(AutoTrackable);
    expect(a).toBeInstanceOf(Trackable);
  });

  it('a name like those of Object.prototype is only a name', () => {
    const a = new AutoTrackable<Record<string, unknown>>();
    a.constructor = v('c') as never;
    a.hasOwnProperty = v('h') as never;
    expect(edges(a)).toEqual(['constructor', 'hasOwnProperty']);
    expect(messageOf(() => a._track_trackable(v('q'), 'constructor'))).toContain("name='constructor'");
  });
});
