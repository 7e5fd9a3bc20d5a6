import { inspect } from 'node:util';
import { TypeError, ValueError } from '../../src/errors';
import { repr, str, typeName } from '../../src/python/repr';
import { namedtuple, tuple } from '../../src/python/tuple';
import type { Variable } from '../../src/runtime/variable';
import { AutoTrackable, List, list, Mapping, Module, NoDependency } from '../../src/tracking';
import { wrapOrUnwrap } from '../../src/tracking/wrap';
import { children, edges, messageOf, namesOf, v } from './support';

// biome-ignore lint/suspicious/noExplicitAny: what the attributes are is what these tests look at.
type Loose = any;

function holder(): Loose {
  return new AutoTrackable();
}

describe('wrapping on assignment', () => {
  it('O5.1 wraps arrays, plain objects and Maps; subclasses and plain tuples stay as they are', () => {
    class Sub extends Array {}
    class SubMap extends Map {}
    const m = holder();
    Object.assign(m, {
      l: [],
      d: {},
      n: Object.create(null),
      map: new Map(),
      sub: new Sub(),
      submap: new SubMap(),
    });
    Object.assign(m, { t: tuple(1, 2, 'a'), nested: tuple(1, tuple(2)), c: { re: 1, im: 2 } });
    expect(edges(m)).toEqual(['l', 'd', 'n', 'map']);
    expect(typeName(m.l)).toBe('ListWrapper');
    expect([typeName(m.d), typeName(m.n), typeName(m.map)]).toEqual(Array(3).fill('_DictWrapper'));
    expect(typeName(m.t)).toBe('tuple');
  });

  it('O5.1 wraps tuples that hold a trackable, list, dict or NoDependency somewhere', () => {
    const m = holder();
    m.t = tuple(1, v('t1'), tuple(v('u')));
    expect(children(m.t)).toEqual({ 1: 't1', 2: 'TupleWrapper' });
    m.te = tuple(1, tuple([], tuple()));
    expect(children(m.te)).toEqual({ 1: 'TupleWrapper' });
    const k = v('k');
    m.tnd = tuple(new NoDependency(k));
    expect(edges(m.tnd)).toEqual([]);
    expect(m.tnd[0]).toBe(k);
    expect(typeName(m.tnd)).toBe('_TupleWrapper');
    expect(edges(m)).toEqual(['t', 'te', 'tnd']);
  });

  it('O5.2 NoDependency works in lists, dicts and tuples', () => {
    const m = holder();
    const plain = [v('r')];
    m.l = [new NoDependency(v('q')), new NoDependency(plain)];
    m.d = { a: new NoDependency(plain), b: v('b') };
    expect(m.l[1]).toBe(plain);
    expect(m.d.a).toBe(plain);
    expect(edges(m.l)).toEqual([]);
    expect(edges(m.d)).toEqual(['b']);
  });

  it('O5.3 list edges are indices with holes, nested containers are wrapped in place', () => {
    const m = holder();
    const raw = [v('0'), 1, v('2'), [v('n')], {}, new NoDependency(v('q')), new NoDependency([v('r')]), 'x'];
    m.l = raw;
    expect(children(m.l)).toEqual({ 0: '0', 2: '2', 3: 'ListWrapper', 4: 'DictWrapper' });
    expect(raw[3]).toBe(m.l[3]);
    expect(Array.isArray(m.l[6])).toBe(true);
  });

  it('O5.4 dict edges are the keys in insertion order; non-string keys may have untrackable values', () => {
    const m = holder();
    m.d = new Map<unknown, unknown>([
      ['z', v('z')],
      ['a', 1],
      ['m', []],
      [3, 4],
    ]);
    expect(children(m.d)).toEqual({ z: 'z', m: 'ListWrapper' });
    m.o = { '': v('empty'), 'a/b': v('slash'), constructor: v('c') };
    expect(edges(m.o)).toEqual(['', 'a/b', 'constructor']);
  });

  it('O5.5 a namedtuple is tracked by its fields, then by indices', () => {
    const P = namedtuple('P', ['x', 'y', 'w']);
    const m = holder();
    m.p = new P(v('px'), 2, [v('pw')]);
    expect(edges(m.p)).toEqual(['x', 'w', '0', '2']);
    expect(m.p.x.name).toBe('px:0');
    expect(m.p).toBeInstanceOf(P);
    expect(repr(m.p)).toBe(
      "_TupleWrapper(P(x=<tf.Variable 'px:0' shape=() dtype=float32, numpy=1.0>, y=2, " +
        "w=ListWrapper([<tf.Variable 'pw:0' shape=() dtype=float32, numpy=1.0>])))",
    );
  });

  it('O5.6 a list shares storage with the one it wraps; two assignments make two nodes', () => {
    const m = holder();
    const raw = [v('s')];
    m.a = raw;
    m.b = raw;
    m.c = m.a;
    expect(m.a).not.toBe(m.b);
    expect(m.c).toBe(m.a);
    expect(m.a.eq(m.b)).toBe(true);
    expect(m.a[0]).toBe(m.b[0]);
    m.a.append(v('t'));
    expect([raw.length, m.b.length]).toEqual([2, 2]);
    expect(edges(m.a)).toEqual(['0', '1']);
    expect(messageOf(() => edges(m.b))).toContain('was modified outside the wrapper');
  });

  it('copies frozen containers first', () => {
    const m = holder();
    m.l = Object.freeze([v('a')]);
    m.d = Object.freeze({ a: [1] });
    m.l.append(v('b'));
    m.d.b = v('b');
    expect(edges(m.l)).toEqual(['0', '1']);
    expect(edges(m.d)).toEqual(['a', 'b']);
  });
});

describe('a tracked list', () => {
  const tracked = (...elements: unknown[]): Loose => wrapOrUnwrap(elements);

  it('is a real array to its user', () => {
    const l = tracked(3, 1, 2);
    expect(Array.isArray(l)).toBe(true);
    expect(l).toBeInstanceOf(Array);
    expect([...l]).toEqual([3, 1, 2]);
    expect(l).toEqual([3, 1, 2]);
    expect(l).toStrictEqual([3, 1, 2]);
    expect(JSON.stringify({ l })).toBe('{"l":[3,1,2]}');
    expect([l.length, l.at(-1), l.includes(1), l.indexOf(2), l.join('-')]).toEqual([3, 2, true, 2, '3-1-2']);
    expect(l.map((x: number) => x * 2)).toEqual([6, 2, 4]);
    expect(l.sort()).toBe(l);
    expect(l).toEqual([1, 2, 3]);
    expect(Object.keys(l)).toEqual(['0', '1', '2']);
    expect(Math.max(...l)).toBe(3);
  });

  it('R7.8 what makes arrays of it makes plain ones', () => {
    const l = tracked(v('a'));
    for (const made of [l.concat([1]), l.slice(), l.filter(() => true), l.map((x: unknown) => x), [...l]]) {
      expect(typeName(made)).toBe('list');
    }
  });

  it('has Python’s methods', () => {
    const l = tracked(1, 2);
    l.append(3);
    l.extend([4, 2]);
    l.insert(-1, 9);
    expect(l).toEqual([1, 2, 3, 4, 9, 2]);
    expect([l.index(2), l.count(2), l.pop(0), l.pop()]).toEqual([1, 2, 1, 2]);
    l.remove(9);
    l.iadd([5]).imul(2);
    expect(l).toEqual([2, 3, 4, 5, 2, 3, 4, 5]);
    expect(messageOf(() => l.index(77))).toBe('77 is not in list');
    expect(messageOf(() => l.pop(77))).toBe('pop index out of range');
    l.clear();
    expect(messageOf(() => l.pop(0))).toBe('pop from empty list');
    expect(l.pop()).toBeUndefined();
  });

  it('R7.2 push, append, extend, iadd, imul, assigning at the end and over untrackables keep it saveable', () => {
    const l = tracked(1);
    l[0] = v('a');
    l.push(v('b'), 5);
    l[2] = v('c');
    l[3] = v('d');
    l.extend([v('e')]);
    l.iadd([[v('f')]]);
    l.imul(2);
    expect(edges(l)).toEqual(Array.from({ length: 12 }, (_, i) => String(i)));
  });

  it.each<[string, (l: Loose) => unknown]>([
    ['l[0] = x', (l) => (l[0] = 1)],
    ['pop', (l) => l.pop()],
    ['shift', (l) => l.shift()],
    ['unshift', (l) => l.unshift(1)],
    ['splice', (l) => l.splice(1, 1)],
    ['splice with values', (l) => l.splice(1, 0, 1)],
    ['length = 1', (l) => (l.length = 1)],
    ['delete', (l) => delete l[0]],
    ['fill', (l) => l.fill(0)],
    ['copyWithin', (l) => l.copyWithin(0, 1)],
    ['sort', (l) => l.sort(() => 0)],
    ['reverse', (l) => l.reverse()],
    ['insert', (l) => l.insert(2, 1)],
    ['remove', (l) => l.remove(1)],
    ['clear', (l) => l.clear()],
    ['imul(0)', (l) => l.imul(0)],
    ['Object.defineProperty', (l) => Object.defineProperty(l, 0, { value: 1 })],
    ['Array.prototype.pop', (l) => Array.prototype.pop.call(l)],
  ])('R7.1 %s refuses saving once something trackable is there, and not before', (_, change) => {
    const l = tracked(v('a'), 1);
    change(l);
    const text = `Unable to save the object ${str(l)} (a list wrapper constructed to track trackable TensorFlow objects). A list element was replaced (__setitem__, __setslice__), deleted (__delitem__, __delslice__), or moved (sort). In order to support restoration on object creation, tracking is exclusively for append-only data structures.\n\nIf you don't need this list checkpointed, wrap it in a non-trackable object; it will be subsequently ignored.`;
    expect(messageOf(() => edges(l))).toBe(text);
    expect(() => edges(l)).toThrow(ValueError);
    const harmless = tracked(2, 1);
    change(harmless);
    harmless.append(v('b'));
    expect(edges(harmless)).toEqual([String(harmless.length - 1)]);
  });

  it.each([
    [[true, false, false], null],
    [[false, true, false], ['1']],
    [[true, true, false], null],
    [[false, false, true], null],
  ])('R7.1 reverse of %j saves %j, as in TF', (trackable, saved) => {
    const l = tracked(...trackable.map((yes) => (yes ? v('v') : 7)));
    l.reverse();
    if (saved === null) expect(() => edges(l)).toThrow(ValueError);
    else expect(edges(l)).toEqual(saved);
  });

  it('R7.3 a change behind the wrapper is refused, with the text of TF and the snapshot it drops', () => {
    const m = holder();
    const raw = [1, 2];
    m.l = raw;
    raw.push(3);
    expect(messageOf(() => edges(m.l))).toBe(
      "Unable to save the object ListWrapper([1, 2, 3]) (a list wrapper constructed to track trackable TensorFlow objects). The wrapped list was modified outside the wrapper (its final value was [1, 2, 3], its value when a checkpoint dependency was added was [1, 2]), which breaks restoration on object creation.\n\nIf you don't need this list checkpointed, wrap it in a NoDependency object; it will be subsequently ignored.",
    );
    raw.pop();
    expect(() => edges(m.l)).toThrow(ValueError);
  });

  it('R7.8 copies keep the marks', () => {
    const l = tracked(v('a'), [v('b')]);
    expect(edges(l.copy())).toEqual(['0', '1']);
    l.pop();
    expect(() => edges(l.copy())).toThrow(ValueError);
    expect(() => edges(l.__deepcopy__())).toThrow(ValueError);
  });

  it('R7.8 is unhashable, and equal to a plain list of equal content', () => {
    const l = tracked(1, [2], { a: 3 });
    expect(l.eq([1, [2], { a: 3 }])).toBe(true);
    expect(l.eq([1, [2], { a: 4 }])).toBe(false);
    expect(l.eq(tuple(1, [2], { a: 3 }))).toBe(false);
    expect(messageOf(() => l.__hash__())).toBe("unhashable type: 'ListWrapper'");
  });

  it('fills long lists in linear time', () => {
    const l = tracked();
    for (let i = 0; i < 100_000; i++) l.append(i);
    expect(edges(l)).toEqual([]);
  });

  it('collects variables as TF does', () => {
    const inner = new Module<{ v: Variable; w: Variable }>();
    inner.v = v('in');
    inner.w = v('in_nt', false);
    const l = tracked(v('a'), v('nt', false), inner);
    expect(namesOf(l.variables)).toEqual(['in', 'a', 'in_nt', 'nt']);
    expect(namesOf(l.trainable_variables)).toEqual(['in', 'a']);
    expect(namesOf(l.non_trainable_variables)).toEqual(['in_nt', 'nt']);
    l.trainable = false;
    expect(namesOf(l.trainable_variables)).toEqual([]);
    expect(namesOf(l.non_trainable_variables)).toEqual(['in', 'a', 'in_nt', 'nt']);
  });

  it('is typed as an array with Python’s methods', () => {
    class Net extends Module {
      layers: List<Variable> = list();
    }
    const net = new Net();
    net.layers.append(v('a'));
    const first: Variable = net.layers[0]!;
    expect(first.name).toBe('a:0');
    expect(edges(net.layers)).toEqual(['0']);
  });
});

describe('a tracked dict', () => {
  const object = (content: object): Loose => wrapOrUnwrap(content);
  const map = (...items: [unknown, unknown][]): Loose => wrapOrUnwrap(new Map(items));

  it('is the object it wraps to its user', () => {
    const raw: Loose = { a: 1 };
    const d = object(raw);
    d.b = [v('b')];
    Object.assign(d, { c: v('c') });
    expect(raw.b).toBe(d.b);
    expect(Object.keys(d)).toEqual(['a', 'b', 'c']);
    expect('a' in d).toBe(true);
    expect(object({ x: [1] })).toEqual({ x: [1] });
    expect(JSON.stringify(object({ x: [1] }))).toBe('{"x":[1]}');
    expect(edges(d)).toEqual(['b', 'c']);
    Object.defineProperty(d, 'e', { value: v('e'), enumerable: true, writable: true, configurable: true });
    expect(edges(d)).toEqual(['b', 'c', 'e']);
  });

  it('takes __proto__ for a key like any other', () => {
    const d = object(JSON.parse('{"__proto__": [1]}') as object);
    expect(edges(d)).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(d)).toBe(Object.prototype);
  });

  it('is a Map sharing the content of the one it wraps', () => {
    const raw = new Map<unknown, unknown>([['a', 1]]);
    const d: Loose = wrapOrUnwrap(raw);
    d.set('b', [v('b')]).update({ c: v('c') });
    expect(d).toBeInstanceOf(Map);
    expect([raw.size, d.size, raw.get('b') === d.get('b')]).toEqual([3, 3, true]);
    expect([...d.keys()]).toEqual(['a', 'b', 'c']);
    expect(new Map(d)).toEqual(raw);
    const seen: unknown[] = [];
    d.forEach((_: unknown, key: unknown, self: unknown) => {
      seen.push(key, self === d);
    });
    expect(seen).toEqual(['a', true, 'b', true, 'c', true]);
    expect(edges(d)).toEqual(['b', 'c']);
  });

  const start = (d: unknown) =>
    `Unable to save the object ${str(d)} (a dictionary wrapper constructed automatically on attribute assignment). The wrapped dictionary `;
  const end = `\n\nIf you don't need this dictionary checkpointed, wrap it in a non-trackable object; it will be subsequently ignored.`;

  it('R7.4 a non-string key with a trackable value is refused', () => {
    for (const d of [map([1, v('a')]), map([1, []])]) {
      expect(messageOf(() => edges(d))).toBe(
        `${start(d)}contains a non-string key which maps to a trackable object or mutable data structure.${end}`,
      );
    }
    const d = map([1, 2]);
    d.set(2, new NoDependency([]));
    expect(edges(d)).toEqual([]);
    d.set(3, {});
    expect(() => edges(d)).toThrow(ValueError);
  });

  it.each<[string, (d: Loose) => unknown, string]>([
    ['pop', (d) => d.pop('a'), '{}'],
    ['popitem', (d) => d.popitem(), '{}'],
    ['clear', (d) => d.clear(), '{}'],
    ['setdefault', (d) => d.setdefault('b', 2), "{'a': 1, 'b': 2}"],
  ])('R7.5 %s counts as a change behind the wrapper, as in TF', (_, change, left) => {
    const d = map(['a', 1]);
    change(d);
    expect(messageOf(() => edges(d))).toBe(
      `${start(d)}was modified outside the wrapper (its final value was ${left}, its value when a checkpoint dependency was added was {'a': 1}), which breaks restoration on object creation.${end}`,
    );
  });

  it('R7.5 so does a change of the object itself', () => {
    const raw: Loose = { a: 1 };
    const d = object(raw);
    raw.a = 2;
    expect(messageOf(() => edges(d))).toContain("its final value was {'a': 2}, its value when a checkpoint");
  });

  it('R7.6 re-assigning a key replaces the edge; deleting it keeps the edge', () => {
    for (const d of [object({ a: v('a'), b: v('b') }), map(['a', v('a')], ['b', v('b')])]) {
      const isMap = d instanceof Map;
      if (isMap) d.set('a', v('a2'));
      else d.a = v('a2');
      expect(Object.entries(children(d))).toEqual([
        ['a', 'a2'],
        ['b', 'b'],
      ]);
      if (isMap) d.delete('a');
      else delete d.a;
      expect(children(d)).toEqual({ a: 'a2', b: 'b' });
      expect(str(d)).toBe("{'b': <tf.Variable 'b:0' shape=() dtype=float32, numpy=1.0>}");
    }
  });

  it('R7.8 copies keep the marks; dicts are unhashable and equal by content', () => {
    const d = map([1, []]);
    expect(() => edges(d.copy())).toThrow(ValueError);
    expect(() => edges(d.__deepcopy__())).toThrow(ValueError);
    expect(() => d.__hash__()).toThrow(new TypeError("unhashable type: 'DictWrapper'"));
    expect(map(['a', [1]]).eq({ a: [1] })).toBe(true);
  });

  it('collects variables: what is owned by sorted key, its own as they came', () => {
    const m = holder();
    m.e = new Map([
      ['b', v('b')],
      ['a', v('a')],
    ]);
    expect(namesOf(m.e.variables)).toEqual(['b', 'a']);
  });
});

describe('a tracked tuple', () => {
  it('R7.7 a namedtuple class that cannot be rebuilt from its fields is refused', () => {
    const P = namedtuple('P', ['x', 'y', 'w']);
    class Q extends (P as Loose) {
      constructor(x: unknown) {
        super(x, x, x);
      }
    }
    const m = holder();
    m.q = new Q(1);
    expect(edges(m)).toEqual([]);
    const q: unknown = v('qq');
    m.q = new Q(q);
    // The class is spelled as the printer has it.
    expect(messageOf(() => edges(m.q))).toBe(
      `Unable to save because the namedtuple ${str(m.q)} is not constructable from its _fields (i.e. __new__ is overridden). Expected keyword arguments ('x', 'y', 'w'). If you do not need to save this object, consider wrapping it in a custom object that does not inherit from tuple.`,
    );
  });

  it('is the tuple to its user', () => {
    const t = wrapOrUnwrap(tuple(v('a'), [1])) as Loose;
    expect(Array.isArray(t)).toBe(true);
    expect([t.length, t[1][0], [...t].length]).toEqual([2, 1, 2]);
    expect(Object.isFrozen(t)).toBe(true);
    expect(t.eq(tuple(t[0], [1]))).toBe(true);
    expect(namesOf(t.variables)).toEqual(['a']);
  });
});

describe('explicit List and Mapping', () => {
  it('R7.9 List takes trackables only, and only grows', () => {
    const l = new List<unknown>(v('a'), [v('b')]);
    l.append(v('c'));
    expect(children(l)).toEqual({ 0: 'a', 1: 'ListWrapper', 2: 'c' });
    expect(edges(new List([v('a'), v('b')]))).toEqual(['0', '1']);
    for (const make of [() => l.append(1), () => new List([1])]) {
      expect(make).toThrow(ValueError);
      expect(messageOf(make)).toBe(
        'Only trackable objects (such as Layers or Optimizers) may be stored in a List object. Got 1, which does not inherit from Trackable.',
      );
    }
    expect(messageOf(() => l.imul(0))).toBe(
      'List only supports append, multiplying in place by 0 removes elements.',
    );
    for (const change of [() => (l[0] = v('x')), () => l.pop(), () => l.insert(0, v('x')), () => l.sort()]) {
      expect(change).toThrow(TypeError);
    }
    expect(l).toHaveLength(3);
    expect(str(new List(v('a')))).toBe("List([<tf.Variable 'a:0' shape=() dtype=float32, numpy=1.0>])");
  });

  it('R7.9 Mapping takes string keys and trackables, and overwrites nothing', () => {
    const a = v('a');
    const m = new Mapping<unknown>({ a });
    m.set('a', a).set('c', [v('q')]);
    expect(children(m)).toEqual({ a: 'a', c: 'ListWrapper' });
    expect(messageOf(() => m.set('a', v('b')))).toBe(
      "Mappings are an append-only data structure. Tried to overwrite the key 'a' with value <tf.Variable 'b:0' shape=() dtype=float32, numpy=1.0>, but it already contains <tf.Variable 'a:0' shape=() dtype=float32, numpy=1.0>",
    );
    expect(() => new Mapping(new Map([[1, a]]) as Loose)).toThrow(
      new TypeError('Mapping accepts only string keys, but got a key 1.'),
    );
    expect(messageOf(() => new Mapping({ a: 1 }))).toContain('Got 1, which does not inherit from Trackable.');
    expect(repr(new Mapping({ a }))).toBe(
      "Mapping({'a': <tf.Variable 'a:0' shape=() dtype=float32, numpy=1.0>})",
    );
    const owner = new Module<{ m: Mapping }>();
    owner.m = m;
    expect(namesOf(owner.variables)).toEqual(['a', 'q']);
  });
});

describe('printing', () => {
  it('shows containers on the console as Python does', () => {
    const m = holder();
    m.l = [1, 'a', null, true, 2.5];
    m.d = { k0: 1 };
    m.m = new Map([['k', [1]]]);
    expect(inspect(m.l)).toBe("ListWrapper([1, 'a', None, True, 2.5])");
    expect(inspect(m.d)).toBe("DictWrapper({'k0': 1})");
    expect(inspect(m.m)).toBe("DictWrapper({'k': ListWrapper([1])})");
    expect(String(m.d)).toBe("{'k0': 1}");
  });

  it('leaves the plain containers behind as they are', () => {
    const m = holder();
    const raw = [1];
    m.l = raw;
    expect(inspect(raw)).toBe('[ 1 ]');
    expect(Reflect.ownKeys(raw).filter((key) => typeof key === 'string')).toEqual(['0', 'length']);
  });
});
