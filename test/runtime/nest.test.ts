/** `tf.nest`: answers and texts of TensorFlow 2.15. */
import * as tf from '../../src';
import { namedtuple, repr, tuple } from '../../src/python';

const n = tf.nest;
const P = namedtuple('P', ['x', 'y']);
const Q = namedtuple('Q', ['x', 'y']);

it('flattens dicts by sorted key and everything else in order', () => {
  expect(n.flatten({ b: 1, a: [2, tuple(3, P(4, 5))] })).toEqual([2, 3, 4, 5, 1]);
  expect(
    n.flatten(
      new Map<unknown, unknown>([
        [2, 1],
        [1, 'x'],
      ]),
    ),
  ).toEqual(['x', 1]);
  expect(n.flatten([[], {}])).toEqual([]);
  expect(n.flatten(null)).toEqual([null]);
  expect(n.flatten(tf.constant([1, 2])).length).toBe(1);
  expect(n.flatten(new tf.TensorShape([1, 2])).length).toBe(1);
  expect(() =>
    n.flatten(
      new Map<unknown, unknown>([
        ['a', 1],
        [2, 3],
      ]),
    ),
  ).toThrow("'<' not supported between instances of 'int' and 'str'");
});

it('knows what is nested', () => {
  expect([[1], 'abc', {}, P(1, 2), tf.constant([1]), new Set([1])].map(n.is_nested)).toEqual([
    true,
    false,
    true,
    true,
    false,
    false,
  ]);
});

it('packs leaves into a structure, whose dicts keep the order of their keys', () => {
  expect(repr(n.pack_sequence_as({ b: 1, a: 2 }, ['x', 'y']))).toBe("{'b': 'y', 'a': 'x'}");
  expect(repr(n.pack_sequence_as(P(1, tuple(2)), ['x', 'y']))).toBe("P(x='x', y=('y',))");
  expect(n.pack_sequence_as(1, [1])).toBe(1);
});

it.each<[() => unknown, string]>([
  [
    () => n.pack_sequence_as([1, [2, 3]], [1, 2]),
    'Could not pack sequence. Structure had 3 atoms, but flat_sequence had 2 items.  Structure: [1, [2, 3]], flat_sequence: [1, 2].',
  ],
  [
    () => n.pack_sequence_as(1, [1, 2]),
    "The target structure is of type `<class 'int'>`\n  1\nHowever the input is a sequence (<class 'list'>) of length 2.\n  [1, 2]\nnest cannot guarantee that it is safe to map one to the other.",
  ],
  [
    () => n.pack_sequence_as([1, 2], 5 as never),
    "Attempted to pack value:\n  5\ninto a structure, but found incompatible type `<class 'int'>` instead.",
  ],
  [
    () => n.assert_same_structure([1, 2], [1]),
    "The two structures don't have the same nested structure.\n\nFirst structure: type=list str=[1, 2]\n\nSecond structure: type=list str=[1]\n\nMore specifically: The two structures don't have the same number of elements. First structure: type=list str=[1, 2]. Second structure: type=list str=[1]\nEntire first structure:\n[., .]\nEntire second structure:\n[.]",
  ],
  [
    () => n.assert_same_structure(1, [1]),
    'The two structures don\'t have the same nested structure.\n\nFirst structure: type=int str=1\n\nSecond structure: type=list str=[1]\n\nMore specifically: Substructure "type=list str=[1]" is a sequence, while substructure "type=int str=1" is not\nEntire first structure:\n.\nEntire second structure:\n[.]',
  ],
  [
    () => n.assert_same_structure([1, 2], tuple(1, 2)),
    "The two structures don't have the same nested structure.\n\nFirst structure: type=list str=[1, 2]\n\nSecond structure: type=tuple str=(1, 2)\n\nMore specifically: The two namedtuples don't have the same sequence type. First structure type=list str=[1, 2] has type list, while second structure type=tuple str=(1, 2) has type tuple\nEntire first structure:\n[., .]\nEntire second structure:\n(., .)",
  ],
  [
    () => n.assert_same_structure({ a: 1, b: 2 }, { a: 1 }),
    "The two structures don't have the same nested structure.\n\nFirst structure: type=dict str={'a': 1, 'b': 2}\n\nSecond structure: type=dict str={'a': 1}\n\nMore specifically: The two dictionaries don't have the same set of keys. First structure has keys type=list str=['a', 'b'], while second structure has keys type=list str=['a']\nEntire first structure:\n{'a': ., 'b': .}\nEntire second structure:\n{'a': .}",
  ],
  [
    () => n.assert_same_structure(P(1, 2), Q(1, 2)),
    "The two structures don't have the same nested structure.\n\nFirst structure: type=P str=P(x=1, y=2)\n\nSecond structure: type=Q str=Q(x=1, y=2)\n\nMore specifically: The two namedtuples don't have the same sequence type. First structure type=P str=P(x=1, y=2) has type P, while second structure type=Q str=Q(x=1, y=2) has type Q\nEntire first structure:\nP(x=., y=.)\nEntire second structure:\nQ(x=., y=.)",
  ],
  [() => n.map_structure(5 as never, [1]), 'func must be callable, got: 5'],
])('says what does not fit, %#', (run, text) => {
  expect(run).toThrow(new Error(text));
});

it('maps over structures that are alike', () => {
  const sum = (a: number, b: number) => a + b;
  expect(n.map_structure(sum, [1, { a: 2 }], [3, { a: 4 }])).toEqual([4, { a: 6 }]);
  expect(n.map_structure(sum, [1], tuple(3), { check_types: false })).toEqual([4]);
  expect(() => n.assert_same_structure([1, 2], tuple(1, 2), false)).not.toThrow();
});

it('takes IndexedSlices apart when asked to', () => {
  const s = new tf.IndexedSlices(tf.constant([[1, 2]]), tf.constant([1n]), tf.constant([3n, 2n]));
  expect(n.flatten(s)).toEqual([s]);
  expect(n.flatten([s, 1], true).length).toBe(4);
  expect(String(s)).toBe(
    'IndexedSlices(indices=tf.Tensor([1], shape=(1,), dtype=int32), values=tf.Tensor([[1. 2.]], shape=(1, 2), dtype=float32), dense_shape=tf.Tensor([3 2], shape=(2,), dtype=int32))',
  );
});
