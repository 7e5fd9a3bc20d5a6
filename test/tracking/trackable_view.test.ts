import { TypeError } from '../../src/errors';
import type { Variable } from '../../src/runtime/variable';
import { type List, Module, TrackableView } from '../../src/tracking';
import { v } from './support';

type Root = Module<{ a: Variable; l: List<Variable>; m: Module<{ back: object }> }>;

function root(): Root {
  const made: Root = new Module();
  made.a = v('a');
  made.l = [made.a, v('b')] as List<Variable>;
  made.m = new Module('leaf');
  made.m.back = made;
  return made;
}

describe('TrackableView', () => {
  it('M8.1 children maps edge names to objects in edge order, wrapped containers as they are', () => {
    const r = root();
    const children = TrackableView.children(r);
    expect([...children.keys()]).toEqual(['a', 'l', 'm']);
    expect(children.get('l')).toBe(r.l);
    expect(children.get('m')).toBe(r.m);
    expect([...new TrackableView(r).children(r.l).values()]).toEqual([r.a, r.l[1]]);
  });

  it('M8.1 descendants come breadth first, the root first, each once', () => {
    const r = root();
    const found = new TrackableView(r).descendants();
    expect(found).toHaveLength(5);
    [r, r.a, r.l, r.m, r.l[1]!].forEach((object, i) => {
      expect(found[i]).toBe(object);
    });
  });

  it('M8.1 the root may be weak', () => {
    const r = root();
    const view = new TrackableView(new WeakRef(r));
    expect(view.root).toBe(r);
    expect(view.descendants()).toHaveLength(5);
  });

  it('refuses what is not trackable', () => {
    expect(() => new TrackableView({})).toThrow(TypeError);
  });

  it('R7 refuses containers that cannot be saved', () => {
    const r = root();
    r.l.pop();
    expect(() => new TrackableView(r).descendants()).toThrow('Unable to save the object ListWrapper([');
  });
});
