import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { float32, float64, int32, string } from '../../src/dtypes';
import { InvalidArgumentError, TypeError, ValueError } from '../../src/errors';
import { repr } from '../../src/python/repr';
import { name_scope } from '../../src/runtime/name_scope';
import type { NDArray } from '../../src/runtime/ndarray';
import { constant } from '../../src/runtime/ops/creation';
import '../../src/runtime/ops/operators';
import type { Tensor } from '../../src/runtime/tensor';
import { Variable } from '../../src/runtime/variable';
import { Checkpoint } from '../../src/saving/checkpoint/checkpoint';

const values = (v: { numpy(): NDArray }) => v.numpy().tolist();

describe('making a variable', () => {
  it('takes a number as float32 and a bigint as int32', () => {
    expect(new Variable(5).dtype).toBe(float32);
    expect(new Variable(1n).dtype).toBe(int32);
  });
  it('takes keywords after any leading arguments', () => {
    const v = new Variable(5, false, { name: 'a', dtype: 'float64' });
    expect([v.trainable, v.name, v.dtype]).toEqual([false, 'a:0', float64]);
  });
  it('calls a function for its initial value', () => {
    expect(values(new Variable(() => [1, 2]))).toEqual([1, 2]);
  });
  it('copies what it is given', () => {
    const array = new Float32Array([1, 2]);
    const v = new Variable(array);
    array[0] = 9;
    expect(values(v)).toEqual([1, 2]);
  });
  it("refuses to be made without a value, in TensorFlow's words", () => {
    expect(() => new Variable()).toThrow(
      'The `initial_value` arg to `tf.Variable` must be specified except when you are not providing a `variable_def`. You provided neither.',
    );
  });
  it('refuses a value that does not fit the shape', () => {
    expect(() => new Variable([1, 2], { shape: [null, 2] })).toThrow(
      new ValueError(
        "In this `tf.Variable` creation, the initial value's shape ((2,)) is not compatible with the explicitly supplied `shape` argument ((None, 2)).",
      ),
    );
  });
  it('names an unknown keyword and the nearest known one', () => {
    expect(() => new Variable(1, { nam: 'x' } as object)).toThrow(
      /unexpected keyword argument 'nam'.*'name'/,
    );
  });
});

describe('names', () => {
  it('S6.10 puts the scope before the name and makes nothing unique', () => {
    const names = name_scope('s', (scope) => [
      scope,
      new Variable(1, { name: 'x' }).name,
      new Variable(1).name,
      new Variable(1).name,
      name_scope('t', () => new Variable(1, { name: 'x' })._shared_name),
    ]);
    expect(names).toEqual(['s/', 's/x:0', 's/Variable:0', 's/Variable:0', 's/t/x']);
  });
  it('S6.10 enters a scope anew by its full name, and the root by the empty one', () => {
    name_scope('s', () => {
      expect(name_scope('u/', () => new Variable(1, { name: 'x' }).name)).toBe('u/x:0');
      expect(name_scope('', () => new Variable(1, { name: 'x' }).name)).toBe('x:0');
      expect(new Variable(1, { name: 'q/' }).name).toBe('q:0');
    });
  });
  it('makes a scope object with and without new', () => {
    expect(new name_scope('a').name).toBe('a');
    expect(name_scope('a').use((scope) => scope)).toBe('a/');
    expect(name_scope('a')).toBeInstanceOf(name_scope);
    expect(() => name_scope(3 as unknown as string)).toThrow('name for name_scope must be a string.');
  });
  it('O6.2 has the shared name without :0 as its full name', () => {
    expect(new Variable(1, { name: 'a/b' })._checkpoint_full_name).toBe('a/b');
  });
});

describe('reading and assigning', () => {
  it('gives a snapshot that later assignments do not change', () => {
    const v = new Variable([1, 2]);
    const read = v.value();
    v.assign_add([1, 1]);
    v.assign([7, 8]);
    expect(values(read)).toEqual([1, 2]);
    expect(values(v)).toEqual([7, 8]);
  });
  it('updates in place while nobody holds the value', () => {
    const v = new Variable([1, 2]);
    const { data } = v._resource.borrow();
    v.assign_add([1, 1]);
    v.assign([5, 6]);
    expect(v._resource.borrow().data).toBe(data);
  });
  it('lends its value to ops without giving it away', () => {
    const v = new Variable([1, 2]);
    const { data } = v._resource.borrow();
    const sum = v.add(v);
    v.assign_add([1, 1]);
    expect(v._resource.borrow().data).toBe(data);
    expect(values(sum)).toEqual([2, 4]);
  });
  it('assigns to another the value that it has', () => {
    const a = new Variable([1, 2]);
    const b = new Variable([0, 0]);
    b.assign(a);
    a.assign_add([1, 1]);
    expect([values(a), values(b)]).toEqual([
      [2, 3],
      [1, 2],
    ]);
    a.assign_add(a);
    expect(values(a)).toEqual([4, 6]);
  });
  it('returns a variable that reads the same value under the name UnreadVariable', () => {
    const v = new Variable(1, { name: 'a' });
    const unread = v.assign_add(2);
    expect(repr(unread)).toBe("<tf.Variable 'UnreadVariable' shape=() dtype=float32, numpy=3.0>");
    unread.assign(9);
    expect(values(v)).toBe(9);
    expect(v.assign(1, { read_value: false })).toBeNull();
  });
  it('changes unknown dimensions but not known ones', () => {
    const v = new Variable([1, 2], { shape: [null] });
    v.assign([1, 2, 3]);
    expect(`${v.shape}`).toBe('(None,)');
    expect(() => v.assign([[1]])).toThrow(
      new ValueError(
        "Cannot assign value to variable ' Variable:0': Shape mismatch.The variable shape (None,), and the assigned value shape (1, 1) are incompatible.",
      ),
    );
    const any = new Variable([[1, 2]], { shape: null });
    any.assign(5);
    expect(repr(any)).toBe("<tf.Variable 'Variable:0' shape=<unknown> dtype=float32, numpy=5.0>");
  });
  it.each([
    [
      'a tensor of another dtype',
      [constant([1n, 2n])],
      ValueError,
      /^Tensor conversion requested dtype float32 for/,
    ],
    ['text', [['a', 'b']], TypeError, "Cannot convert ['a', 'b'] to EagerTensor of dtype float"],
    ['null', [null], ValueError, /^Attempt to convert a value \(None\) with an unsupported type/],
  ] as const)('refuses %s', (_what, [value], Class, text) => {
    const v = new Variable([1, 2], { name: 'w' });
    expect(() => v.assign(value as never)).toThrow(Class);
    expect(() => v.assign(value as never)).toThrow(text);
  });
  it('refuses a fraction for an integer variable', () => {
    expect(() => new Variable(3n).assign_add(1.5)).toThrow(
      new TypeError('Cannot convert 1.5 to EagerTensor of dtype int32'),
    );
  });
  it('does not broadcast in assign_add', () => {
    expect(() => new Variable([1, 2]).assign_add(1)).toThrow(
      new InvalidArgumentError(
        'Cannot update variable with shape [2] using a Tensor with shape [], shapes must be equal.',
      ),
    );
  });
  it('adds in every numeric dtype', () => {
    for (const dtype of ['float16', 'bfloat16', 'float64', 'int8', 'uint16', 'int64', 'complex64'] as const) {
      const v = new Variable([3, 4], { dtype });
      v.assign_add([1, 1]);
      v.assign_sub([2, 2]);
      expect(
        v
          .equal(constant([2, 3], dtype))
          .numpy()
          .tolist(),
      ).toEqual([true, true]);
    }
    expect(() => new Variable('a').assign_add('b')).toThrow(InvalidArgumentError);
  });
  it('is a number to JavaScript', () => {
    const v = new Variable(3);
    expect(Number(v) + 1).toBe(4);
    expect(JSON.stringify({ v })).toBe('{"v":3}');
    expect(new Variable('abc').dtype).toBe(string);
  });
});

describe('saving and restoring', () => {
  it('gives its value without copying it, as a snapshot', () => {
    const v = new Variable([1, 2]);
    const { data } = v._resource.borrow();
    const saved = (v._serialize_to_tensors().get('VARIABLE_VALUE') as () => Tensor)();
    expect(saved.data).toBe(data);
    v.assign_add([1, 1]);
    expect(values(saved)).toEqual([1, 2]);
  });
  it('only lends its value to a save that is over when it returns: the next update is in place', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'flowpoint-'));
    try {
      const v = new Variable([1, 2]);
      const { data } = v._resource.borrow();
      new Checkpoint({ v }).write(path.join(folder, 'now'));
      v.assign_add([1, 1]);
      expect(v._resource.borrow().data).toBe(data);
      const later = new Checkpoint({ v }).writeAsync(path.join(folder, 'later'));
      v.assign_add([1, 1]);
      expect(v._resource.borrow().data).not.toBe(data);
      await later;
      const w = new Variable([0, 0]);
      new Checkpoint({ v: w }).read(path.join(folder, 'later'));
      expect(values(w)).toEqual([2, 3]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
  it('takes over the storage that it is restored from', () => {
    const v = new Variable([1, 2]);
    const data = new Float32Array([3, 4]);
    v._restore_from_tensors(new Map([['VARIABLE_VALUE', { dtype: float32, shape: [2], data }]]));
    expect(v._resource.borrow().data).toBe(data);
    v.assign_add([1, 1]);
    expect(Array.from(data)).toEqual([4, 5]);
  });
  it('R5.1 refuses another dtype', () => {
    expect(() => new Variable(1, { name: 'a' })._check_restored('k', { dtype: float64, shape: [] })).toThrow(
      new InvalidArgumentError('tensor_name = k; expected dtype float does not equal original dtype double'),
    );
  });
  it('R5.2 refuses a shape that its static one does not admit', () => {
    expect(() =>
      new Variable([1], { name: 'a' })._check_restored('k', { dtype: float32, shape: [2, 3] }),
    ).toThrow(
      new ValueError(
        'Received incompatible tensor with shape (2, 3) when attempting to restore variable with shape (1,) and name a:0.',
      ),
    );
    const open = new Variable([1], { shape: [null] });
    expect(() => open._check_restored('k', { dtype: float32, shape: [5] })).not.toThrow();
  });
});
