import { type HostTensor, int64 } from '../../src/dtypes';
import { AssertionError } from '../../src/errors';
import { logger, resetDeprecations } from '../../src/logging';
import { ObjectGraphView } from '../../src/tracking/graph_view';
import { InitializationOnlyStatus } from '../../src/tracking/load_status';
import { prepareNameRestore, restoreByNames } from '../../src/tracking/restoring';
import type { Trackable } from '../../src/tracking/trackable';
import {
  MemorySource,
  Multi,
  Node,
  Optimizer,
  restore,
  State,
  save,
  scalar,
  TestVariable,
  vector,
} from '../support/tracking';

// What restores left is told when garbage is collected: at any time, to nobody here.
beforeAll(() => void logger.redirect(() => {}));

const variable = (name: string, value = 0) => new TestVariable(name, scalar(value));
const counter = () =>
  new TestVariable('save_counter', { dtype: int64, shape: [], data: new BigInt64Array(1) });
const twoVariables = () => new Node('', { a: variable('a', 1), b: variable('b', 2) });

function logged(action: () => void): string[] {
  const lines: string[] = [];
  const putBack = logger.redirect((line) => lines.push(line));
  try {
    action();
  } finally {
    putBack();
  }
  return lines;
}

class EmptyWrapper extends Node {
  override get _is_data_structure(): boolean {
    return true;
  }
  override _serialize_to_tensors(): ReadonlyMap<string, HostTensor> {
    return new Map<string, HostTensor>();
  }
}

describe('CheckpointLoadStatus', () => {
  it('R8 assertions return the status itself when all matched', () => {
    const status = restore(twoVariables(), save(twoVariables()));
    expect(
      status.assert_consumed().assert_existing_objects_matched().assert_nontrivial_match().expect_partial(),
    ).toBe(status);
    expect([status.run_restore_ops(), status.initialize_or_restore()]).toEqual([undefined, undefined]);
  });

  it('R8.1 tells which live objects have no value', () => {
    const status = restore(new Node('', { a: variable('a'), c: variable('c', 1) }), save(twoVariables()));
    expect(() => status.assert_existing_objects_matched()).toThrow(
      new AssertionError(
        'Found 1 Python objects that were not bound to checkpointed values, likely due to changes in the Python ' +
          "program. Showing 1 of 1 unmatched objects: [<tf.Variable 'c:0' shape=() dtype=float32, numpy=1.0>]",
      ),
    );
  });

  it('R8.1 shows ten objects of many', () => {
    const many = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`v${i}`, variable(`v${i}`)]));
    const status = restore(new Node('', many), save(twoVariables()));
    expect(() => status.assert_existing_objects_matched()).toThrow(
      /Found 12 .* Showing 10 of 12 unmatched objects: \[(<[^>]*>(, )?){10}\]$/,
    );
  });

  it('R8.1 leaves out wrappers without children', () => {
    const live = new Node('', { a: variable('a'), b: variable('b'), list: new EmptyWrapper() });
    restore(live, save(twoVariables())).assert_consumed();
  });

  it('R8.1 remembers objects that it has seen though they are no longer reachable', () => {
    const seen = variable('seen');
    const root = new Node('', { a: variable('a'), b: variable('b'), seen });
    const status = restore(root, save(twoVariables()));
    expect(() => status.assert_existing_objects_matched()).toThrow('Found 1');
    root._tracking.edges.delete('seen');
    expect(() => status.assert_existing_objects_matched()).toThrow('Found 1');
  });

  it('R8.2 prints the first node without an object', () => {
    const status = restore(new Node('', { a: variable('a') }), save(twoVariables()));
    expect(() => status.assert_consumed()).toThrow(
      new AssertionError(
        'Unresolved object in checkpoint (root).b: attributes {\n  name: "VARIABLE_VALUE"\n  full_name: "b"\n' +
          '  checkpoint_key: "b/.ATTRIBUTES/VARIABLE_VALUE"\n}\nhas_checkpoint_values {\n  value: true\n}\n',
      ),
    );
  });

  it('R8.3 tells which attributes nobody takes', () => {
    const status = restore(
      new Node('', { m: new Node('m') }),
      save(
        new Node('', {
          m: new Multi('m', [
            ['a', 1],
            ['b', 2],
          ]),
        }),
      ),
    );
    expect(() => status.assert_consumed()).toThrow(
      new AssertionError(
        'Unused attributes in these objects (the attributes exist in the checkpoint but were not restored):\n' +
          "(root).m (Node(m)): ['a', 'b']",
      ),
    );
  });

  it('R8.4 names slot variables by optimizer and variable', () => {
    const v = variable('v');
    const opt = new Optimizer('o', ['m']);
    opt.makeSlot(v, 'm', scalar(1));
    const status = restore(new Node('', { v: variable('v') }), save(new Node('', { v, opt })));
    expect(() => status.assert_consumed()).toThrow(
      "Unresolved object in checkpoint (root).opt's state 'm' for (root).v: attributes {",
    );
  });

  it('R8.5 fails if nothing but the root matched', () => {
    const other = restore(new Node('', { x: variable('x') }), save(twoVariables()));
    expect(() => other.assert_nontrivial_match()).toThrow(
      new AssertionError(
        'Nothing except the root object matched a checkpointed value. Typically this means that the checkpoint does ' +
          'not match the Python program. The following objects have no matching checkpointed value: ' +
          "[<tf.Variable 'x:0' shape=() dtype=float32, numpy=0.0>]",
      ),
    );
    const empty = restore(new Node('root'), save(twoVariables()));
    expect(() => empty.assert_nontrivial_match()).toThrow(
      new AssertionError('Nothing to load. No dependencies have been added to Node(root) yet.'),
    );
  });

  it('R8.6 assertions follow the present state', () => {
    const root = new Node('', { a: variable('a') });
    const status = restore(root, save(twoVariables()));
    expect(() => status.assert_consumed()).toThrow('Unresolved object');
    root._track_trackable(variable('b'), 'b');
    status.assert_consumed();
    root._track_trackable(variable('c'), 'c');
    expect(() => status.assert_consumed()).toThrow('Found 1');
  });

  it('R8.6 the status of an older restore passes when a newer one gave the values', () => {
    const root = twoVariables();
    const older = restore(root, save(twoVariables()));
    restore(root, save(twoVariables()));
    older.assert_consumed();
  });

  it('R8.7 a counter that the file lacks is one unmatched object', () => {
    const root = new Node('', { a: variable('a'), b: variable('b') });
    const status = restore(root, save(twoVariables()));
    root._track_trackable(counter(), 'save_counter');
    expect(() => status.assert_existing_objects_matched()).toThrow('Found 1 Python objects');
  });
});

describe('the warning about values that nobody took', () => {
  const lines = [
    'WARNING:tensorflow:Detecting that an object or model or tf.train.Checkpoint is being deleted with unrestored values. ' +
      'See the following logs for the specific values in question. To silence these warnings, use ' +
      '`status.expect_partial()`. See https://www.tensorflow.org/api_docs/python/tf/train/Checkpoint#restorefor details ' +
      'about the status object returned by the restore function.',
    'WARNING:tensorflow:Value in checkpoint could not be found in the restored object: (root).b',
    'WARNING:tensorflow:An attribute in the restored object could not be found in the checkpoint. Object: (root).a, ' +
      "attribute: ['VARIABLE_VALUE']",
  ];

  it('R8.9 comes once, when a `using` status is left', () => {
    const status = restore(new Node('', { a: new Node() }), save(twoVariables()));
    expect(logged(() => status[Symbol.dispose]())).toEqual(lines);
    expect(logged(() => status[Symbol.dispose]())).toEqual([]);
  });

  it('R8.8 does not come after expect_partial, which changes no assertion', () => {
    const status = restore(new Node('', { a: new Node() }), save(twoVariables())).expect_partial();
    expect(() => status.assert_consumed()).toThrow(AssertionError);
    expect(logged(() => status[Symbol.dispose]())).toEqual([]);
  });

  it('R8.9 does not come when everything was taken, nor for an object that has gone since', () => {
    const root = twoVariables();
    const status = restore(root, save(twoVariables()));
    root._tracking.edges.clear();
    expect(logged(() => status[Symbol.dispose]())).toEqual([]);
  });
});

describe('InitializationOnlyStatus', () => {
  it('R9.1 fails every assertion and initializes nothing', () => {
    const status = new InitializationOnlyStatus(new ObjectGraphView(twoVariables()));
    const text = 'No checkpoint specified (save_path=None); nothing is being restored.';
    for (const method of [
      'assert_consumed',
      'assert_existing_objects_matched',
      'assert_nontrivial_match',
    ] as const)
      expect(() => status[method]()).toThrow(new AssertionError(text));
    expect(() => status.run_restore_ops()).toThrow(
      'No checkpoint specified, so no restore ops are available (save_path=None to Saver.restore).',
    );
    expect(status.initialize_or_restore()).toBeUndefined();
    expect(status.expect_partial()).toBe(status);
    expect(String(status.report())).toBe('Nothing was restored: no checkpoint was given.');
  });
});

describe('NameBasedSaverStatus', () => {
  const file = () =>
    new MemorySource(
      new Map([
        ['a', scalar(1)],
        ['b', vector(1, 2)],
      ]),
    );
  const restoreNames = (root: Trackable, source = file()) => {
    let status: ReturnType<typeof restoreByNames> | undefined;
    const lines = logged(() => {
      status = restoreByNames(new ObjectGraphView(root), source);
    });
    return { status: status!, lines };
  };
  beforeEach(() => resetDeprecations());

  it('R9.2 restores every live object by its global name and warns of the old form', () => {
    const x = variable('a');
    const { status, lines } = restoreNames(new Node('', { x }));
    expect(x.number).toBe(1);
    expect(status.assert_consumed().assert_existing_objects_matched().assert_nontrivial_match()).toBe(status);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(
      /^WARNING:tensorflow:From \S+: NameBasedSaverStatus.__init__ \(from tensorflow.python.checkpoint.checkpoint\) is deprecated and will be removed in a future version.\nInstructions for updating:\nRestoring a name-based tf.train.Saver checkpoint using the object-based restore API. This mode uses global names to match variables, and so is somewhat fragile. It also adds new restore ops to the graph each time it is called when graph building. Prefer re-encoding training checkpoints in the object-based format: run save\(\) on the object-based saver \(the same one this message is coming from\) and use that checkpoint in the future.$/,
    );
  });

  it('R9.2 gives two variables of one name a value each', () => {
    const [x, y] = [variable('a'), variable('a')];
    restoreNames(new Node('', { x, y }));
    expect([x.number, y.number]).toEqual([1, 1]);
    expect(x.value.data).not.toBe(y.value.data);
  });

  it('R9.2 lists all objects that found no value', () => {
    const root = new Node('', {
      m: new Multi('m', [
        ['a', 1],
        ['q', 2],
      ]),
      p: new State('p', ''),
      x: variable('a'),
      y: variable('zz'),
    });
    expect(() => restoreNames(root).status.assert_consumed()).toThrow(
      new AssertionError(
        "Some objects had attributes which were not restored: \n    Multi(m): ['']\n    State(p): ['py_state']\n" +
          "    <tf.Variable 'zz:0' shape=() dtype=float32, numpy=0.0>: ['zz']",
      ),
    );
  });

  it('R9.2 takes bare attribute names for other objects, as TensorFlow does', () => {
    const m = new Multi('m', [['a', 5]]);
    restoreNames(new Node('', { m })).status.assert_consumed();
    expect(m.values.get('a')).toBe(1);
  });

  it('R9.2 excepts what is restored optionally', () => {
    const save_counter = counter();
    const root = new Node('', { x: variable('a') });
    const { status } = restoreNames(root);
    root._track_trackable(save_counter, 'save_counter');
    expect(() => status.assert_consumed()).toThrow("['save_counter']");
    status.add_to_optionally_restored(save_counter);
    status.assert_consumed();
  });

  it('R9.2 restores what is tracked later on a restored object, but not what hangs below it already', () => {
    const root = new Node();
    const { status } = restoreNames(root);
    const net = new Node('', { w: variable('a') });
    root._track_trackable(net, 'net');
    const later = new TestVariable('b', vector(0, 0));
    net._track_trackable(later, 'w2');
    expect(later.number).toEqual([1, 2]);
    expect(() => status.assert_consumed()).toThrow(
      new AssertionError("Object not restored: <tf.Variable 'a:0' shape=() dtype=float32, numpy=0.0>"),
    );
  });

  it('S4.6 checks shapes and dtypes before anything is assigned', () => {
    const x = variable('a', 9);
    expect(() => restoreNames(new Node('', { x, y: variable('b') }))).toThrow(
      'Received incompatible tensor with shape (2,) when attempting to restore variable with shape () and name b.',
    );
    const whole = new TestVariable('a', { dtype: int64, shape: [], data: new BigInt64Array(1) });
    expect(() => restoreNames(new Node('', { x, whole }))).toThrow(
      'Trying to assign variable with wrong dtype. Expected int64 got float',
    );
    expect([x.number, x._tracking.updateUid]).toEqual([9, -1]);
  });

  it('R9.5 warns when nothing at all matched', () => {
    const { lines } = restoreNames(new Node('', { x: variable('zz') }));
    expect(lines).toContain(
      'WARNING:tensorflow:Restoring the name-based checkpoint memory/ckpt matched no variable: none of its names is that ' +
        'of an object tracked now.',
    );
  });

  it('R9.2 can be read in another way between matching and assigning', () => {
    const source = file();
    const x = variable('a');
    const prepared = prepareNameRestore(new ObjectGraphView(new Node('', { x })), source);
    expect(prepared.keys).toEqual(['a']);
    logged(() => prepared.apply(source.readTensors(prepared.keys)));
    expect(x.number).toBe(1);
  });
});
