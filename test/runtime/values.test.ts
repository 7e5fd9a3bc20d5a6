import Long from 'long';
import ndarray from 'ndarray';
import { float32, float64, int32, int64, string, uint8 } from '../../src/dtypes';
import { InvalidArgumentError, TypeError, ValueError } from '../../src/errors';
import { len } from '../../src/python/builtins';
import { repr } from '../../src/python/repr';
import { NDArray } from '../../src/runtime/ndarray';
import { constant, convert_to_tensor } from '../../src/runtime/ops/creation';
import '../../src/runtime/ops/operators';
import { TensorShape } from '../../src/runtime/tensor_shape';

describe('a TensorShape', () => {
  it('is an array of its dimensions', () => {
    const { shape } = constant([[1, 2, 3]]);
    expect(shape).toHaveLength(2);
    expect([shape[0], shape[1], Array.isArray(shape)]).toEqual([1, 3, true]);
    expect(repr(shape.slice(1))).toBe('TensorShape([3])');
    expect(shape.map((d) => d * 2)).toEqual([2, 6]);
  });
  it.each([
    [() => new TensorShape([-1]), ValueError, 'Dimension -1 must be >= 0'],
    [() => new TensorShape([2, 3]).with_rank(3), ValueError, 'Shape (2, 3) must have rank 3'],
    [() => new TensorShape([2, 3]).merge_with([3]), ValueError, 'Shapes (2, 3) and (3,) are not compatible'],
    [
      () => new TensorShape(null).as_list(),
      ValueError,
      'as_list() is not defined on an unknown TensorShape.',
    ],
  ] as const)('refuses as TensorFlow does: %#', (act, Class, text) => {
    expect(act).toThrow(Class);
    expect(act).toThrow(text);
  });
});

describe('constant', () => {
  const of = (value: never, ...rest: never[]) =>
    repr((constant as (...a: never[]) => unknown)(value, ...rest));
  it.each([
    ['a number', 5, '<tf.Tensor: shape=(), dtype=float32, numpy=5.0>'],
    ['a bigint', 5n, '<tf.Tensor: shape=(), dtype=int32, numpy=5>'],
    ['a wide bigint', 2n ** 40n, '<tf.Tensor: shape=(), dtype=int64, numpy=1099511627776>'],
    ['a Long', Long.fromNumber(7), '<tf.Tensor: shape=(), dtype=int32, numpy=7>'],
    ['a boolean', true, '<tf.Tensor: shape=(), dtype=bool, numpy=True>'],
    ['text', 'a', "<tf.Tensor: shape=(), dtype=string, numpy=b'a'>"],
    ['nothing', [], '<tf.Tensor: shape=(0,), dtype=float32, numpy=array([], dtype=float32)>'],
    ['complex', { re: 1, im: 2 }, '<tf.Tensor: shape=(), dtype=complex128, numpy=(1+2j)>'],
    [
      'a shape',
      new TensorShape([1, 2]),
      '<tf.Tensor: shape=(2,), dtype=int32, numpy=array([1, 2], dtype=int32)>',
    ],
  ])('takes %s', (_what, value, text) => {
    expect(of(value as never)).toBe(text);
  });
  it('keeps the element type of typed arrays, and copies them', () => {
    const bytes = new Uint8Array([1, 2]);
    const t = constant(bytes);
    bytes[0] = 9;
    expect(t.dtype).toBe(uint8);
    expect(t.numpy().tolist()).toEqual([1, 2]);
    expect(constant(new Float64Array(1)).dtype).toBe(float64);
    expect(constant(new BigInt64Array(1)).dtype).toBe(int64);
  });
  it('takes bytes as a string only where a string is asked for', () => {
    expect(repr(constant(Buffer.from('ab'), string))).toBe(
      "<tf.Tensor: shape=(), dtype=string, numpy=b'ab'>",
    );
  });
  it('reads a strided npm ndarray in its order', () => {
    const array = ndarray(new Float32Array([1, 2, 3, 4, 5, 6]), [2, 3]).transpose(1, 0);
    expect(constant(array).numpy().tolist()).toEqual([
      [1, 4],
      [2, 5],
      [3, 6],
    ]);
  });
  it('stacks tensors, beside which plain numbers take their type', () => {
    const t = convert_to_tensor([constant([1n, 2n]), [3, 4]]);
    expect([t.dtype, t.numpy().tolist()]).toEqual([
      int32,
      [
        [1, 2],
        [3, 4],
      ],
    ]);
    expect(() => convert_to_tensor([constant([1]), constant([1n])])).toThrow(
      'cannot compute Pack as input #1(zero-based) was expected to be a float tensor but is a int32 tensor',
    );
  });
  it('wraps integers as TensorFlow does', () => {
    expect(constant(300n, 'uint8').numpy().item()).toBe(44);
    expect(
      constant(2n ** 40n, int32)
        .numpy()
        .item(),
    ).toBe(0);
    expect(constant(-1n, 'uint32').numpy().item()).toBe(4294967295);
  });
  it('fills or reshapes to a shape', () => {
    expect(
      constant(0, { shape: [2, 3] })
        .numpy()
        .tolist(),
    ).toEqual([
      [0, 0, 0],
      [0, 0, 0],
    ]);
    expect(constant([1, 2, 3, 4], int64, [2, 2]).numpy().tolist()).toEqual([
      [1n, 2n],
      [3n, 4n],
    ]);
  });
  it.each([
    [[[1], [2, 3]], undefined, ValueError, "Can't convert non-rectangular Python sequence to Tensor."],
    [[[1], 2], undefined, ValueError, "Can't convert non-rectangular Python sequence to Tensor."],
    [[1, [2]], undefined, ValueError, "Can't convert Python sequence with mixed types to Tensor."],
    [[true, 2], undefined, ValueError, "Can't convert Python sequence with mixed types to Tensor."],
    [['a', 1], undefined, ValueError, "Can't convert Python sequence with mixed types to Tensor."],
    [1.5, 'int32', TypeError, 'Cannot convert 1.5 to EagerTensor of dtype int32'],
    [[1.5, 2], 'int32', TypeError, 'Cannot convert [1.5, 2] to EagerTensor of dtype int32'],
    [1, 'bool', TypeError, 'Cannot convert 1 to EagerTensor of dtype bool'],
    ['a', 'int32', TypeError, "Cannot convert 'a' to EagerTensor of dtype int32"],
    [[1], 'string', TypeError, 'Cannot convert [1] to EagerTensor of dtype string'],
    [2n ** 70n, undefined, ValueError, "Can't convert Python sequence with out-of-range integer to Tensor."],
    [2n ** 63n, 'int64', ValueError, "Can't convert Python sequence with out-of-range integer to Tensor."],
    [
      null,
      undefined,
      ValueError,
      "Attempt to convert a value (None) with an unsupported type (<class 'NoneType'>)",
    ],
    [{}, undefined, ValueError, "Attempt to convert a value ({}) with an unsupported type (<class 'dict'>)"],
  ] as const)('refuses %j as %s', (value, dtype, Class, text) => {
    const act = () => constant(value as never, (dtype ?? null) as never);
    expect(act).toThrow(Class);
    expect(act).toThrow(text);
  });
});

describe('an NDArray', () => {
  it('is a copy of its own', () => {
    const t = constant([1, 2]);
    t.numpy().set(0, 9);
    expect(t.numpy().tolist()).toEqual([1, 2]);
  });
  it('decodes its elements', () => {
    expect(constant([1.5, 2], 'float16').numpy().get(0)).toBe(1.5);
    expect(constant([true]).numpy().get(0)).toBe(true);
    expect(constant([5n], int64).numpy().get(-1)).toBe(5n);
    expect(constant(['a']).numpy().item()).toEqual(new TextEncoder().encode('a'));
  });
  it('prints a scalar as numpy does, and an array without dimensions as an array', () => {
    expect(repr(constant(1).numpy())).toBe('1.0');
    expect(repr(new NDArray(float64, [], new Float64Array([1])))).toBe('array(1.)');
    expect(repr(constant([[1, 2]]).numpy().shape)).toBe('(1, 2)');
  });
  it('is a number in arithmetic, whatever its width', () => {
    expect((constant(41).numpy() as unknown as number) + 1).toBe(42);
    expect((constant(41n, int64).numpy() as unknown as number) % 10).toBe(1);
    expect(() => Number(constant([1, 2]).numpy())).toThrow(TypeError);
  });
  it('views the same data as an npm ndarray', () => {
    const array = constant([
      [1, 2],
      [3, 4],
    ]).numpy();
    array.view.set(1, 0, 7);
    expect(array.get(1, 0)).toBe(7);
    expect(array.transpose(1, 0).get(0, 1)).toBe(7);
    expect(array.pick(null, 1).shape).toEqual([2]);
  });
});

describe('equal tensors', () => {
  it('are equal to a test framework whether or not somebody has asked for their shape', () => {
    const [read, unread] = [constant([1, 2]), constant([1, 2])];
    expect(read.shape.rank).toBe(1);
    expect(read).toEqual(unread);
    expect(read.shape).toBe(read.shape);
  });
});

describe('operators', () => {
  it('give a plain value the dtype of the tensor', () => {
    expect(constant([1n, 2n]).add(1).dtype).toBe(int32);
    expect(constant([1]).mul(2n).dtype).toBe(float32);
    expect(constant([1n, 2n]).truediv(2).numpy().tolist()).toEqual([0.5, 1]);
    expect(constant([1, 2]).rsub(3).numpy().tolist()).toEqual([2, 1]);
  });
  it('refuse a fraction beside integers with the error of their op', () => {
    expect(() => constant([1n]).add(1.5)).toThrow(InvalidArgumentError);
    expect(() => constant([1n]).sub(1.5)).toThrow('Cannot convert 1.5 to EagerTensor of dtype int32');
    expect(() => constant([1n]).truediv(1.5)).toThrow(
      '`x` and `y` must have the same dtype, got tf.int32 != tf.float32.',
    );
  });
  it('find tensors of shapes that do not broadcast unequal as a whole', () => {
    expect(constant([1, 2]).equal([1, 2, 3]).numpy().item()).toBe(false);
    expect(constant([1, 2]).not_equal([1, 2, 3]).numpy().item()).toBe(true);
  });
});

it("Python's len is the size of the first axis, and a scalar has none", () => {
  expect(len(constant([[1, 2, 3]]))).toBe(1);
  expect(len(constant(['a', 'b']))).toBe(2);
  expect(() => len(constant(1))).toThrow(TypeError);
});
