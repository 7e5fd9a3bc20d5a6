/** `tf.function`: tracing, retracing, effects, variables, gradients. Expectations are TF 2.15's. */
import * as tf from 'flowpoint';
import { logger } from '../../src/logging';
import type { Tensor } from '../../src/runtime/tensor';

const json = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('tracing', () => {
  it('runs the function once for each dtype and shape, and each plain value', () => {
    const seen: string[] = [];
    const f = tf.function((x: tf.TensorLike) => {
      seen.push(x instanceof tf.Tensor ? x.__str__() : String(x));
      return tf.add(x, 1);
    });
    for (const x of [tf.constant(1n), tf.constant(2n), tf.constant([1, 2]), tf.constant([3, 4]), 3, 4, 3])
      f(x);
    expect(seen).toEqual([
      'Tensor("x:0", shape=(), dtype=int32)',
      'Tensor("x:0", shape=(2,), dtype=float32)',
      '3',
      '4',
    ]);
    expect(f.experimental_get_tracing_count()).toBe(4);
  });
  it('traces anew for another structure of arguments', () => {
    let traces = 0;
    const f = tf.function((x: readonly Tensor[] | { a: Tensor }) => {
      traces++;
      return tf.nest.flatten(x)[0];
    });
    f([tf.constant(1)]);
    f([tf.constant(2)]);
    f({ a: tf.constant(3) });
    f([tf.constant(1), tf.constant(2)]);
    expect(traces).toBe(3);
  });
  it('does not trace anew for another variable of the same kind', () => {
    let traces = 0;
    const f = tf.function((v: tf.Variable) => {
      traces++;
      v.assign_add(1);
      return v.mul(2);
    });
    expect(json([f(new tf.Variable(1)), f(new tf.Variable(3))])).toEqual([4, 8]);
    expect(traces).toBe(1);
  });
  it('takes a trace for unknown sizes where there is one', () => {
    let traces = 0;
    const f = tf.function((x: Tensor) => {
      traces++;
      return x.mul(2);
    });
    f.get_concrete_function(new tf.TensorSpec([null], tf.float32));
    expect(json([f(tf.constant([1])), f(tf.constant([1, 2]))])).toEqual([[2], [2, 4]]);
    expect(traces).toBe(1);
  });
  it('leaves sizes open with reduce_retracing', () => {
    const seen: string[] = [];
    const f = tf.function(
      (x: Tensor) => {
        seen.push(x.__str__());
        return x;
      },
      { reduce_retracing: true },
    );
    for (let n = 1; n < 5; n++) f(tf.zeros([n]));
    f(tf.zeros([2, 2]));
    f(tf.zeros([]));
    expect(seen).toEqual([
      'Tensor("x:0", shape=(1,), dtype=float32)',
      'Tensor("x:0", shape=(None,), dtype=float32)',
      'Tensor("x:0", dtype=float32)',
    ]);
  });
  it('warns twice of a function that is traced too often', () => {
    const f = tf.function((x: Tensor) => x);
    const said: string[] = [];
    const putBack = logger.redirect((line) => said.push(line));
    for (let n = 1; n < 9; n++) f(tf.zeros([n]));
    putBack();
    const short = said.map((line) =>
      line
        .replace(/^WARNING:.*?:/, '')
        .replace(/<function.*0x0>/, 'F')
        .slice(0, 60),
    );
    expect(short).toEqual([
      '5 out of the last 5 calls to F triggered tf.function retraci',
      '6 out of the last 6 calls to F triggered tf.function retraci',
    ]);
  });
  it('is not eager inside, and steps out with init_scope', () => {
    const seen: boolean[] = [];
    tf.function(() => {
      seen.push(tf.executing_eagerly(), tf.init_scope(tf.executing_eagerly));
      return 1;
    })();
    expect(seen).toEqual([false, true]);
  });
  it('runs as it stands with run_functions_eagerly', () => {
    const f = tf.function((x: Tensor) => Number(x) + 1);
    tf.config.run_functions_eagerly(true);
    try {
      expect(f(tf.constant(1))).toBe(2);
    } finally {
      tf.config.run_functions_eagerly(false);
    }
  });
});

describe('an input signature', () => {
  const f = tf.function((x: tf.TensorLike) => tf.multiply(x, 2), {
    input_signature: [new tf.TensorSpec([null], tf.float32)],
  });
  it('is the only one, and converts what it is given', () => {
    expect(json([f(tf.constant([1, 2])), f([3])])).toEqual([[2, 4], [6]]);
    expect(f.experimental_get_tracing_count()).toBe(1);
  });
  it('refuses what does not fit, as TF does', () => {
    const failing: [() => unknown, string][] = [
      [
        () => f(tf.constant([[1]])),
        'Binding inputs to tf.function failed due to `Can not cast TensorSpec(shape=(1, 1), dtype=tf.float32, name=None) ' +
          'to TensorSpec(shape=(None,), dtype=tf.float32, name=None)`.',
      ],
      [
        () => f(tf.constant([1n])),
        '`Can not cast TensorSpec(shape=(1,), dtype=tf.int32, name=None) to TensorSpec(shape=(None,), dtype=tf.float32, name=None)`',
      ],
      [
        () => (f as unknown as () => unknown)(),
        "Binding inputs to tf.function failed due to `missing a required argument: 'x'`. Received args: () and kwargs: " +
          '{} for signature: (x: TensorSpec(shape=(None,), dtype=tf.float32, name=None)).',
      ],
      [() => (f as (...x: unknown[]) => unknown)([1], 2), '`too many positional arguments`'],
    ];
    for (const [fails, text] of failing) expect(fails).toThrow(text);
  });
  it('must have a spec for each parameter, and no more', () => {
    const spec = new tf.TensorSpec([]);
    expect(() => tf.function((a: Tensor) => a, { input_signature: [spec, spec] })).toThrow(
      'input_signature contains 1 extra type constraints.',
    );
    expect(() => tf.function((a: Tensor, b: Tensor) => a.add(b), { input_signature: [spec] })).toThrow(
      'input_signature missing type constraint for b',
    );
  });
});

describe('what happens inside', () => {
  it('keeps reads and assignments in order', () => {
    const v = new tf.Variable(2);
    const f = tf.function(() => {
      const a = v.add(0);
      v.assign(10);
      const b = v.add(0);
      v.assign_add(1);
      return [a, b, v.read_value(), v];
    });
    expect(json(f())).toEqual([2, 10, 11, 11]);
    expect(json(f())).toEqual([11, 10, 11, 11]);
  });
  it('assigns though nobody fetches it, and reads what is there at each call', () => {
    const v = new tf.Variable(1);
    const f = tf.function((x: Tensor) => {
      v.assign_add(x);
      return 1;
    });
    f(tf.constant(2));
    v.assign(10);
    f(tf.constant(3));
    expect(json(v)).toBe(13);
  });
  it('never changes what was read, though updates are in place', () => {
    const v = new tf.Variable([1, 2]);
    const f = tf.function(() => {
      const before = v.read_value();
      const doubled = v.mul(2);
      v.assign_add([1, 1]);
      return [before, doubled];
    });
    expect(json(f())).toEqual([
      [1, 2],
      [2, 4],
    ]);
    const kept = f();
    f();
    expect(json(kept)).toEqual([
      [2, 3],
      [4, 6],
    ]);
  });
  it('uses tensors and functions from outside', () => {
    const c = tf.constant([1, 2]);
    const inner = tf.function((x: Tensor) => x.mul(c));
    const outer = tf.function((x: Tensor) => inner(x).add(inner(x.mul(2))));
    expect(json(outer(tf.constant(3)))).toEqual([9, 18]);
  });
  it('makes variables on the first call only', () => {
    let w: tf.Variable | null = null;
    let traces = 0;
    const f = tf.function((x: Tensor) => {
      traces++;
      w ??= new tf.Variable(tf.ones([x.shape[1]!, 2]), { name: 'w' });
      return tf.matmul(x, w);
    });
    expect(json(f(tf.ones([1, 3])))).toEqual([[3, 3]]);
    // TF traces once more without the right to make variables.
    expect([traces, f.experimental_get_tracing_count()]).toEqual([2, 2]);
    f(tf.ones([2, 3]));
    expect(traces).toBe(3);
    expect(() => tf.function((x: Tensor) => new tf.Variable(x))(tf.constant(1))).toThrow(
      'tf.function only supports singleton tf.Variables created on the first call.',
    );
  });

  it('counts a variable made in init_scope as its own: it is traced again, and a later one is refused', () => {
    let tracings = 0;
    const optimizer = new tf.keras.optimizers.SGD(0.5);
    const v = new tf.Variable(1);
    const step = tf.function(() => {
      tracings++;
      optimizer.apply_gradients([[tf.constant(1), v]]);
    });
    step();
    expect(tracings).toBe(2);
    expect(Number(v)).toBe(0.5);
    const another = tf.function(() => tf.init_scope(() => new tf.Variable(1)).value());
    expect(() => another()).toThrow(/only supports singleton tf.Variables created on the first call/);
  });
  it('gives back structures of tensors', () => {
    const f = tf.function((a: Tensor, b: number) => ({ x: a, y: [b, null], z: 'abc' }));
    const result = f(tf.constant(1), 2) as unknown as { x: Tensor; y: unknown[]; z: Tensor };
    expect([json(result.x), json(result.y), result.z.dtype]).toEqual([1, [2, null], tf.string]);
    class Other {}
    expect(() => tf.function(() => new Other())()).toThrow(
      /To be compatible with tf.function, Python functions must return zero or more Tensors .* type Other/,
    );
  });
  it('refuses to look at a value', () => {
    const onTensor = tf.function((x: Tensor) => (Number(x) > 0 ? x : x.neg()));
    expect(() => onTensor(tf.constant(1))).toThrow(
      /Using a symbolic `tf.Tensor` as a Python `number` is not allowed\. You can attempt the following/,
    );
    expect(() => tf.function((x: Tensor) => x.numpy())(tf.constant(1))).toThrow(
      "'SymbolicTensor' object has no attribute 'numpy'",
    );
  });
  it('refuses a tensor that has left its function', () => {
    const leaked: Tensor[] = [];
    tf.function((x: Tensor) => {
      leaked.push(x.add(1));
      return x;
    })(tf.constant(1));
    const text = /<tf.Tensor 'add:0' shape=\(\) dtype=float32> is out of scope and cannot be used here/;
    expect(() => leaked[0]!.add(1)).toThrow(text);
    expect(() => tf.function(() => leaked[0]!.add(1))()).toThrow(text);
  });
  it('refuses it wherever it is used, though its value may be known', () => {
    const known = new tf.Graph().as_default().use(() => tf.constant(1).add(3));
    const v = new tf.Variable(1);
    const uses = [
      () => known.add(1),
      () => tf.add(1, known),
      () => tf.negative(known),
      () => tf.cast(known, tf.int32),
      () => tf.reduce_sum([known, 1]),
      () => tf.fill([2], known),
      () => tf.function(() => known.add(1))(),
      () => tf.function((x: Tensor) => x)(known),
      () => new tf.Variable(known),
      () => v.assign(known),
      () => v.assign_add(known),
    ];
    for (const use of uses)
      expect(use).toThrow(/<tf.Tensor 'add:0' .* is out of scope and cannot be used here/);
    expect(v.numpy().item()).toBe(1);
    expect(String(tf.get_static_value(known))).toBe('4.0');
  });
  it('names the node at which an error happens', () => {
    const f = tf.function((x: Tensor) => tf.reshape(x, [3]));
    expect(() => f(tf.constant([1, 2]))).toThrow(/for '\{\{node Reshape\}\} = Reshape/);
    const open = tf.function((x: Tensor) => tf.reshape(x, [3]), {
      input_signature: [new tf.TensorSpec(null)],
    });
    expect(() => open(tf.constant([1, 2]))).toThrow(
      /^Graph execution error:[\s\S]*Input to reshape is a tensor with 2 values, but the requested shape has 3\n\t \[\[\{\{node Reshape\}\}\]\] \[Op:__inference_lambda_\d+\]$/,
    );
    open(tf.constant([1, 2, 3]));
  });
  it("draws from the operation's own seed, going on from call to call", () => {
    tf.random.set_seed(389129);
    const f = tf.function(() => [tf.random.uniform([2]), tf.random.uniform([2], { seed: 5 })]);
    const bits = [f(), f(), f()].map((pair) => pair.map((t) => Array.from(t.data as Float32Array)));
    const wanted = [
      [
        [0.1194433, 0.9187566],
        [0.16630828, 0.5359595],
      ],
      [
        [0.6104622, 0.9625176],
        [0.19415355, 0.28175843],
      ],
      [
        [0.77777255, 0.8233465],
        [0.11718845, 0.7129848],
      ],
    ];
    expect(bits).toEqual(wanted.map((pair) => pair.map((row) => row.map(Math.fround))));
  });
  it('calls what only the language can do when it runs', () => {
    const seen: number[] = [];
    const f = tf.function((x: Tensor) =>
      tf.py_function(
        (y: Tensor) => {
          seen.push(Number(y));
          return y.mul(y);
        },
        [x.add(1)],
        tf.float32,
      ),
    );
    const x = tf.constant(2);
    const tape = new tf.GradientTape();
    const y = tape.use((t) => {
      t.watch(x);
      return f(x);
    });
    expect(json([y, tape.gradient(y, x)])).toEqual([9, 6]);
    f(x);
    expect(seen.slice(-1)).toEqual([3]);
  });
});

describe('gradients', () => {
  it('flow through a function, to second order', () => {
    const x = new tf.Variable(3);
    const f = tf.function((z: tf.TensorLike) => tf.multiply(tf.multiply(z, z), x));
    const outer = new tf.GradientTape();
    const first = outer.use(() => {
      const tape = new tf.GradientTape();
      const y = tape.use(() => f(x));
      return tape.gradient(y, x)!;
    });
    expect(json([first, outer.gradient(first, x)])).toEqual([27, 18]);
  });
  it('are taken inside, without disturbing a tape outside', () => {
    const w = new tf.Variable(2);
    const step = tf.function((x: Tensor) => {
      const tape = new tf.GradientTape();
      const y = tape.use(() => x.mul(w).mul(w));
      return tape.gradient(y, w)!;
    });
    const outer = new tf.GradientTape();
    const [y, g] = outer.use(() => [w.mul(w), step(tf.constant(3))] as const);
    expect(json([g, outer.gradient(y, w)])).toEqual([12, 4]);
  });
  it('are summed to the sizes that are found out when running', () => {
    const f = tf.function(
      (x: Tensor, b: Tensor) => {
        const tape = new tf.GradientTape();
        const y = tape.use((t) => {
          t.watch([x, b]);
          return tf.reduce_sum(x.mul(b));
        });
        return tape.gradient(y, [x, b]);
      },
      { input_signature: [new tf.TensorSpec([null, 2]), new tf.TensorSpec([null])] },
    );
    const g = f(
      tf.constant([
        [1, 2],
        [3, 4],
      ]),
      tf.constant([10, 20]),
    );
    expect(json(g)).toEqual([
      [
        [10, 20],
        [10, 20],
      ],
      [4, 6],
    ]);
  });
  it('give a training step the numbers of the eager one', () => {
    const make = (): { step: () => Tensor; w: tf.Variable } => {
      const w = new tf.Variable([
        [1, 2],
        [3, 4],
      ]);
      const x = tf.constant([
        [0.5, -1],
        [2, 0.25],
      ]);
      const step = (): Tensor => {
        const tape = new tf.GradientTape();
        const loss = tape.use(() => tf.reduce_sum(tf.square(tf.matmul(x, w).sub(1))));
        w.assign_sub(tape.gradient(loss, w)!.mul(0.01));
        return loss;
      };
      return { step, w };
    };
    const eager = make();
    const traced = make();
    const step = tf.function(traced.step);
    for (let i = 0; i < 20; i++) expect(json(step())).toBe(json(eager.step()));
    expect(json(traced.w)).toEqual(json(eager.w));
  });
});

describe('control flow', () => {
  it('runs the branch that the predicate chooses', () => {
    const v = new tf.Variable(0);
    const f = tf.function((x: Tensor) =>
      tf.cond(
        x.greater(0),
        () => {
          v.assign_add(1);
          return x.mul(2);
        },
        () => x.neg(),
      ),
    );
    expect(json([f(tf.constant(3)), f(tf.constant(-3)), v])).toEqual([6, 3, 1]);
  });
  it('differentiates branches, variables included, inside and outside', () => {
    const v = new tf.Variable(2);
    const f = tf.function((x: Tensor) =>
      tf.cond(
        x.greater(0),
        () => x.mul(x).mul(v),
        () => x.neg(),
      ),
    );
    const both = (call: (x: Tensor) => Tensor) => (x: Tensor) => {
      const tape = new tf.GradientTape();
      const y = tape.use((t) => {
        t.watch(x);
        return call(x);
      });
      return tape.gradient(y, [x, v], { unconnected_gradients: 'zero' });
    };
    const inside = tf.function(both(f));
    for (const g of [both(f), inside])
      expect(json([g(tf.constant(3)), g(tf.constant(-3))])).toEqual([
        [12, 9],
        [-1, 0],
      ]);
  });
  it('loops, and differentiates loops', () => {
    const v = new tf.Variable(2);
    const f = tf.function((x: Tensor, n: Tensor) => {
      const tape = new tf.GradientTape();
      const y = tape.use((t) => {
        t.watch(x);
        return tf.while_loop(
          (i: Tensor) => i.less(n),
          (i: Tensor, s: Tensor) => [i.add(1), s.mul(x).mul(v)],
          [tf.constant(0), tf.constant(1)],
        )[1]!;
      });
      return [y, ...(tape.gradient(y, [x, v]) as Tensor[])];
    });
    expect(json(f(tf.constant(3), tf.constant(3)))).toEqual([216, 216, 324]);
    expect(json(f(tf.constant(3), tf.constant(1)))).toEqual([6, 2, 3]);
  });
  it('refuses branches that give different dtypes, and loops that change shapes', () => {
    const branches = tf.function((x: Tensor) =>
      tf.cond(
        x.greater(0),
        () => x,
        () => tf.constant(1n),
      ),
    );
    expect(() => branches(tf.constant(1))).toThrow(
      /true_fn and false_fn arguments to tf.cond must have the same number, type, and overall structure/,
    );
    const grows = tf.function((x: Tensor) =>
      tf.while_loop(
        (a: Tensor) => tf.size(a).less(5),
        (a: Tensor) => [tf.concat([a, a], 0)],
        [x],
      ),
    );
    expect(() => grows(tf.constant([1]))).toThrow(
      'Input tensor `x:0` enters the loop with shape (1,), but has shape (2,) after one iteration. To allow the shape to ' +
        'vary across iterations, use the `shape_invariants` argument of tf.while_loop to specify a less-specific shape.',
    );
  });
});

describe('the function as an object', () => {
  it('shows its concrete functions', () => {
    const v = new tf.Variable(2, { name: 'v' });
    const f = tf.function((x: Tensor) => x.mul(v));
    const concrete = f.get_concrete_function(new tf.TensorSpec([], tf.float32, 'inp'));
    expect(concrete.inputs[0]!.name).toBe('inp:0');
    expect(concrete.variables).toEqual([v]);
    expect(json([concrete(tf.constant(3)), concrete({ inp: tf.constant(4) })])).toEqual([6, 8]);
    expect(() => concrete(tf.constant(1n))).toThrow(
      /cannot compute __inference_lambda_\d+ as input #0\(zero-based\) was expected to be a float tensor but is a int32 tensor/,
    );
    const plain = tf.function((x: Tensor) => x.mul(2)).get_concrete_function(new tf.TensorSpec([null]));
    expect(String(plain)).toBe(
      'ConcreteFunction Input Parameters:\n  x (POSITIONAL_OR_KEYWORD): TensorSpec(shape=(None,), dtype=tf.float32, name=None)\n' +
        'Output Type:\n  TensorSpec(shape=(None,), dtype=tf.float32, name=None)\nCaptures:\n  None',
    );
  });
  it('decorates methods, each object with traces of its own, and is tracked only as an attribute', () => {
    let traces = 0;
    class Doubler extends tf.Module {
      w = new tf.Variable(3);
      attribute: unknown = tf.function((x: Tensor) => x);
      @tf.function
      times(x: Tensor): Tensor {
        traces++;
        return x.mul(this.w);
      }
      @tf.function({ input_signature: [new tf.TensorSpec([null])] })
      signed(x: Tensor): Tensor {
        return x.add(this.w);
      }
    }
    const one = new Doubler();
    const other = new Doubler();
    other.w.assign(5);
    const x = tf.constant(2);
    expect(json([one.times(x), other.times(x), one.times(x)])).toEqual([6, 10, 6]);
    expect(traces).toBe(2);
    expect(json(one.signed(tf.constant([1])))).toEqual([4]);
    const view = new tf.train.TrackableView(one);
    expect([...(view.children(one) as ReadonlyMap<string, unknown>).keys()].sort()).toEqual([
      'attribute',
      'w',
    ]);
  });
});

describe('functions of rows', () => {
  it('map a number of rows that is found out when running, and are differentiated', () => {
    const w = new tf.Variable(2);
    const f = tf.function(
      (x: Tensor) => {
        const tape = new tf.GradientTape();
        const y = tape.use((t) => {
          t.watch(x);
          return tf.map_fn((row: Tensor) => tf.reduce_sum(row.mul(row)).mul(w), x);
        });
        return [y, ...(tape.gradient(y, [x, w]) as Tensor[])];
      },
      { input_signature: [new tf.TensorSpec([null, 2])] },
    );
    const rows = [
      [1, 2],
      [3, 4],
    ];
    expect(json(f(tf.constant(rows)))).toEqual([
      [10, 50],
      [
        [4, 8],
        [12, 16],
      ],
      30,
    ]);
    expect(json(f(tf.constant([[1, 1]])))).toEqual([[4], [[4, 4]], 2]);
  });
});
