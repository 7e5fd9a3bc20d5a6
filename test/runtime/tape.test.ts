/** `tf.GradientTape`: every number here is what TensorFlow 2.15 answers to the same program. */
import * as tf from '../../src';

const value = (t: tf.Tensor | null) => (t === null ? null : t.numpy().tolist());
const x = tf.constant(3);

function variables() {
  return { v: new tf.Variable(2), frozen: new tf.Variable(5, { trainable: false }) };
}

describe('what is watched', () => {
  it('differentiates what a watched tensor went through', () => {
    const tape = new tf.GradientTape();
    const y = tape.use(() => {
      tape.watch(x);
      return x.mul(x);
    });
    expect(value(tape.gradient(y, x))).toBe(6);
  });
  it('enters with `using` as Python does with `with`', () => {
    const { v } = variables();
    const tape = new tf.GradientTape();
    let y: tf.Tensor;
    {
      using _ = tape;
      y = v.mul(v);
    }
    expect(value(tape.gradient(y, v))).toBe(4);
  });
  it('watches trainable variables when they are read, and others when told to', () => {
    const { v, frozen } = variables();
    const tape = new tf.GradientTape();
    const z = tape.use(() => {
      v.mul(frozen);
      expect(tape.watched_variables().length).toBe(1);
      tape.watch(frozen);
      expect(tape.watched_variables().length).toBe(2);
      return v.mul(frozen);
    });
    expect(tape.gradient(z, [v, frozen]).map(value)).toEqual([5, 2]);
    expect(tape.watched_variables()[0]).toBe(v);
  });
  it('watches no variable by itself with watch_accessed_variables=False', () => {
    const { v } = variables();
    const tape = new tf.GradientTape({ watch_accessed_variables: false });
    const y = tape.use(() => v.mul(v));
    expect(tape.gradient(y, v)).toBeNull();
  });
  it('keeps a value that was read before apart from one that is read inside', () => {
    const { v } = variables();
    const before = v.value();
    const tape = new tf.GradientTape();
    const y = tape.use(() => v.mul(before));
    expect(value(tape.gradient(y, v))).toBe(2);
  });
  it('sees the value that a variable had when it was read', () => {
    const { v } = variables();
    const tape = new tf.GradientTape();
    const z = tape.use(() => {
      const y = v.mul(v);
      v.assign(7);
      return v.mul(v).mul(y);
    });
    expect(value(tape.gradient(z, v))).toBe(252);
  });
  it('follows what assign_add returns to the same variable', () => {
    const v = new tf.Variable(7);
    const tape = new tf.GradientTape();
    const y = tape.use(() => {
      const unread = v.assign_add(1);
      return unread.mul(v);
    });
    expect(value(tape.gradient(y, v))).toBe(16);
  });
  it('takes structures of targets and sources and gives the structure of the sources', () => {
    const { v, frozen } = variables();
    const tape = new tf.GradientTape();
    const y = tape.use(() => {
      tape.watch([x, { a: frozen }]);
      return [v.mul(x), frozen];
    });
    const found = tape.gradient(y, { v, l: [x, frozen] });
    expect({ v: value(found.v), l: found.l.map(value) }).toEqual({ v: 3, l: [2, 1] });
  });
  it('warns of integers, and gives no gradient of them', () => {
    const lines: string[] = [];
    const restore = tf.get_logger().redirect((line) => lines.push(line));
    const i = tf.constant(3n);
    const tape = new tf.GradientTape();
    const y = tape.use(() => {
      tape.watch(i);
      return i.mul(i);
    });
    restore();
    expect(lines).toEqual([
      'WARNING:tensorflow:The dtype of the watched tensor must be floating (e.g. tf.float32), got tf.int32',
    ]);
    expect(tape.gradient(y, i)).toBeNull();
  });
  it('gives ones for a target that is its own source', () => {
    const tape = new tf.GradientTape();
    tape.use(() => undefined);
    expect(value(tape.gradient(x, x))).toBe(1);
  });
  it('refuses to watch anything else', () => {
    const tape = new tf.GradientTape();
    tape.use(() => {
      expect(() => tape.watch(3)).toThrow('not tf.Tensor or tf.Variable');
    });
  });
});

describe('life of a tape', () => {
  it('gives gradients once, unless it is persistent', () => {
    const { v } = variables();
    const once = new tf.GradientTape();
    const y = once.use(() => v.mul(v));
    once.gradient(y, v);
    expect(() => once.gradient(y, v)).toThrow(
      'A non-persistent GradientTape can only be used to compute one set of gradients (or jacobians)',
    );
    const often = new tf.GradientTape({ persistent: true });
    const z = often.use(() => v.mul(v).mul(v));
    expect([value(often.gradient(z, v)), value(often.gradient(z, v))]).toEqual([12, 12]);
  });
  it('goes on recording when a persistent tape is entered again', () => {
    const { v } = variables();
    const tape = new tf.GradientTape({ persistent: true });
    const y = tape.use(() => v.mul(v));
    v.assign_add(6);
    new tf.GradientTape().use((other) => other.watch(y));
    const z = tape.use(() => y.mul(v));
    expect([tape.gradient(z, v), tape.gradient(z, y), tape.gradient(y, v)].map(value)).toEqual([36, 8, 4]);
  });
  it('forgets with reset', () => {
    const v = new tf.Variable(8);
    const tape = new tf.GradientTape();
    const z = tape.use(() => {
      const y = v.mul(v);
      tape.reset();
      return y.mul(v);
    });
    expect(value(tape.gradient(z, v))).toBe(64);
  });
  it('records nothing inside stop_recording', () => {
    const { v } = variables();
    const tape = new tf.GradientTape();
    const y = tape.use(() => tape.stop_recording().use(() => v.mul(v)));
    expect(tape.gradient(y, v)).toBeNull();
  });
  it('says when it is not recording, or already is', () => {
    const tape = new tf.GradientTape();
    expect(() => tape.reset()).toThrow('Tape is not recording.');
    expect(() => tape.stop_recording().use(() => 0)).toThrow(
      'Trying to stop recording a tape which is not recording.',
    );
    tape.use(() => {
      expect(() => tape.use(() => 0)).toThrow(
        'Tape is still recording, This can happen if you try to re-enter an already-active tape.',
      );
    });
  });
  it('stops recording when a gradient is taken inside', () => {
    const { v } = variables();
    const tape = new tf.GradientTape();
    tape.use(() => {
      expect(value(tape.gradient(v.mul(v), v))).toBe(4);
    });
  });
});

describe('gradients', () => {
  it('are null or zeros where nothing connects', () => {
    const { v } = variables();
    const tape = new tf.GradientTape({ persistent: true });
    const y = tape.use(() => v.mul(v));
    expect(tape.gradient(y, [v, x]).map(value)).toEqual([4, null]);
    expect(tape.gradient(y, [v, x], { unconnected_gradients: 'zero' }).map(value)).toEqual([4, 0]);
    expect(() => tape.gradient(y, v, { unconnected_gradients: 'foo' as 'zero' })).toThrow(
      "Unknown value for unconnected_gradients: 'foo'",
    );
  });
  it('are weighted by output_gradients', () => {
    const { v } = variables();
    const tape = new tf.GradientTape({ persistent: true });
    const y = tape.use(() => v.mul(x));
    expect(value(tape.gradient(y, v, { output_gradients: [7] }))).toBe(21);
    expect(value(tape.gradient([y, y], v, [7, 1]))).toBe(24);
  });
  it('sum over what was broadcast', () => {
    const a = tf.constant([[1], [2]]);
    const b = tf.constant([10, 20, 30]);
    const tape = new tf.GradientTape();
    const y = tape.use(() => {
      tape.watch([a, b]);
      return a.mul(b);
    });
    expect(tape.gradient(y, [a, b]).map(value)).toEqual([
      [[60], [60]],
      [3, 3, 3],
    ]);
  });
  it('nest to any order', () => {
    const order = (n: number, f: () => tf.Tensor): tf.Tensor => {
      if (n === 0) return f();
      const tape = new tf.GradientTape();
      const y = tape.use(() => {
        tape.watch(x);
        return order(n - 1, f);
      });
      return tape.gradient(y, x)!;
    };
    const f = () => x.mul(x).mul(x).mul(x);
    expect([1, 2, 3, 4].map((n) => value(order(n, f)))).toEqual([108, 108, 72, 24]);
  });
  it('can be differentiated again by a persistent tape that saw them', () => {
    const { v } = variables();
    const tape = new tf.GradientTape({ persistent: true });
    const restore = tf.get_logger().redirect(() => undefined);
    const q = tape.use(() => tape.gradient(v.mul(v), v))!;
    restore();
    expect([value(q), value(tape.gradient(q, v))]).toEqual([4, 2]);
  });
  it('of complex numbers follow the conjugate', () => {
    const c = tf.constant({ re: 1, im: 2 });
    const gradient = (f: (z: tf.Tensor) => tf.Tensor) => {
      const tape = new tf.GradientTape();
      const y = tape.use(() => {
        tape.watch(c);
        return f(c);
      });
      return value(tape.gradient(y, c));
    };
    expect(gradient((z) => z.mul(z))).toEqual({ re: 2, im: -4 });
    expect(gradient((z) => z.truediv(z.mul(z).add(1)))).toEqual({
      re: expect.closeTo(0.04, 12),
      im: expect.closeTo(-0.28, 12),
    });
  });
  it('refuse None as a target', () => {
    const tape = new tf.GradientTape();
    tape.use(() => undefined);
    expect(() => tape.gradient(null, x)).toThrow(/but received None/);
  });
});

describe('jacobians', () => {
  const X = tf.constant([
    [1, 2],
    [3, 4],
  ]);
  const squared = (persistent = false) => {
    const tape = new tf.GradientTape({ persistent });
    const y = tape.use(() => {
      tape.watch(X);
      return X.mul(X);
    });
    return { tape, y };
  };
  it("have the target's shape before the source's", () => {
    const v = new tf.Variable(1);
    const tape = new tf.GradientTape();
    const y = tape.use(() => {
      tape.watch(x);
      return tf.stack([x, x.mul(x)]);
    });
    expect(tape.jacobian(y, [x, v]).map(value)).toEqual([[1, 6], null]);
    const { tape: other, y: z } = squared();
    expect(value(other.jacobian(z, X))).toEqual([
      [
        [
          [2, 0],
          [0, 0],
        ],
        [
          [0, 4],
          [0, 0],
        ],
      ],
      [
        [
          [0, 0],
          [6, 0],
        ],
        [
          [0, 0],
          [0, 8],
        ],
      ],
    ]);
  });
  it('are zeros where nothing connects, if asked for', () => {
    const v = new tf.Variable(1);
    const { tape, y } = squared();
    expect(tape.jacobian(y, v, { unconnected_gradients: 'zero' })!.dims).toEqual([2, 2]);
  });
  it('of batches take row by row', () => {
    const { tape, y } = squared();
    expect(value(tape.batch_jacobian(y, X))).toEqual([
      [
        [2, 0],
        [0, 4],
      ],
      [
        [6, 0],
        [0, 8],
      ],
    ]);
    const { tape: other } = squared();
    expect(value(other.batch_jacobian(tf.ones([2, 2]), X))).toEqual([
      [
        [0, 0],
        [0, 0],
      ],
      [
        [0, 0],
        [0, 0],
      ],
    ]);
  });
  it('want rows that match', () => {
    const { tape } = squared(true);
    expect(() => tape.batch_jacobian(x, X)).toThrow('Shape () must have rank at least 2');
    expect(() => tape.batch_jacobian(tf.ones([1, 2]), X)).toThrow(
      'Need first dimension of target shape ((1, 2)) and source shape ((2, 2)) to match.',
    );
  });
  it('want a persistent tape without vectorization', () => {
    const { tape, y } = squared();
    expect(() => tape.jacobian(y, X, { experimental_use_pfor: false })).toThrow(
      'GradientTape must be created with persistent=True to compute the jacobian with eager execution enabled and with experimental_use_pfor set to False.',
    );
  });
});

describe('gradients of gathered rows', () => {
  const w = new tf.Variable([
    [1, 2],
    [3, 4],
  ]);
  const rows = (...indices: bigint[]) => tf.gather(w, tf.constant(indices));
  const gradient = (f: () => tf.Tensor) => {
    const tape = new tf.GradientTape();
    const y = tape.use(f);
    return tape.gradient(y, w) as unknown;
  };
  it('are IndexedSlices', () => {
    expect(String(gradient(() => rows(0n, 1n, 0n)))).toBe(
      'IndexedSlices(indices=tf.Tensor([0 1 0], shape=(3,), dtype=int32), values=tf.Tensor(\n[[1. 1.]\n [1. 1.]\n [1. 1.]], shape=(3, 2), dtype=float32), dense_shape=tf.Tensor([2 2], shape=(2,), dtype=int32))',
    );
  });
  it('are joined where there are several', () => {
    const slices = gradient(() => tf.reduce_sum(rows(0n, 1n, 0n)).add(tf.reduce_sum(rows(1n))));
    expect(slices).toBeInstanceOf(tf.IndexedSlices);
    expect(value((slices as tf.IndexedSlices).indices)).toEqual([0, 1, 0, 1]);
  });
  it('become tensors beside tensors, and before they go on', () => {
    const added = gradient(() => tf.reduce_sum(rows(0n, 1n, 0n)).add(tf.reduce_sum(w.mul(w))));
    expect(value(added as tf.Tensor)).toEqual([
      [4, 6],
      [7, 9],
    ]);
    const further = gradient(() => tf.gather(w.mul(2), tf.constant([0n, 1n, 0n])));
    expect(value(further as tf.Tensor)).toEqual([
      [4, 4],
      [2, 2],
    ]);
  });
  it('convert to the whole tensor, if its shape is known', () => {
    const slices = new tf.IndexedSlices(tf.constant([[1, 2]]), tf.constant([1n]), tf.constant([3n, 2n]));
    expect(value(tf.convert_to_tensor(slices as never))).toEqual([
      [0, 0],
      [1, 2],
      [0, 0],
    ]);
    expect(value(tf.add(slices as never, 1))).toEqual([
      [1, 1],
      [2, 3],
      [1, 1],
    ]);
    const adrift = new tf.IndexedSlices(tf.constant([[1, 2]]), tf.constant([1n]));
    expect(() => tf.convert_to_tensor(adrift as never)).toThrow(
      /^Tensor conversion requested for IndexedSlices for argument `value` without dense_shape: IndexedSlices\(/,
    );
  });
  it('flow through lists that become one tensor', () => {
    const a = tf.constant(2);
    const tape = new tf.GradientTape();
    const y = tape.use(() => {
      tape.watch(a);
      return tf.multiply([a, a.mul(a)], [3, 5]);
    });
    expect(value(tape.gradient(y, a))).toBe(23);
  });
});

it('says that an op has no gradient', () => {
  const tape = new tf.GradientTape();
  const y = tape.use(() => {
    tape.watch(x);
    return tf.truncatemod(x, 2);
  });
  expect(() => tape.gradient(y, x)).toThrow('gradient registry has no entry for: TruncateMod');
});
