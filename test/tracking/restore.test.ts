import { float64, int32, string } from '../../src/dtypes';
import { DataLossError, InvalidArgumentError, NotFoundError, ValueError } from '../../src/errors';
import { logger } from '../../src/logging';
import { AutoTrackable } from '../../src/tracking/auto_trackable';
import { fulfilDeferred, preloadedValue } from '../../src/tracking/deferred';
import { ObjectGraphView } from '../../src/tracking/graph_view';
import type { ObjectGraphNode } from '../../src/tracking/object_graph';
import { register_checkpoint_saver, unregisterCheckpointSaver } from '../../src/tracking/registered_savers';
import { prepareObjectRestore, restoreObjectGraph } from '../../src/tracking/restoring';
import { asTrackable, type Trackable } from '../../src/tracking/trackable';
import {
  Multi,
  Node,
  Optimizer,
  restore,
  type SavedGraph,
  State,
  save,
  scalar,
  TestVariable,
  vector,
} from '../support/tracking';

// What restores left is told when garbage is collected: at any time, to nobody here.
beforeAll(() => void logger.redirect(() => {}));

const variable = (name: string, value = 0) => new TestVariable(name, scalar(value));

/** The lines logged while `action` runs. */
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

function thrownBy(action: () => unknown): Error & { fields: Record<string, unknown> } {
  try {
    action();
  } catch (error) {
    return error as Error & { fields: Record<string, unknown> };
  }
  throw new Error('nothing was thrown');
}

/** The same file with another graph. */
function withNodes(
  saved: SavedGraph,
  change: (nodes: { -readonly [K in keyof ObjectGraphNode]: ObjectGraphNode[K] }[]) => void,
): SavedGraph {
  const nodes = saved.graph.nodes.map((node) => ({ ...node }));
  change(nodes);
  return { graph: { nodes }, source: saved.source };
}

describe('the walk', () => {
  it('R2.5 reads everything in one call, with sorted keys', () => {
    const saved = save(
      new Node('', { b: variable('b', 2), a: variable('a', 1), n: new Node('', { c: variable('c', 3) }) }),
    );
    restore(
      new Node('', { b: variable('b'), a: variable('a'), n: new Node('', { c: variable('c') }) }),
      saved,
    );
    expect(saved.source.reads).toEqual([
      ['a/.ATTRIBUTES/VARIABLE_VALUE', 'b/.ATTRIBUTES/VARIABLE_VALUE', 'n/c/.ATTRIBUTES/VARIABLE_VALUE'],
    ]);
  });

  it('R2.5 restores PythonState before tensors, and these by sorted key', () => {
    const order: string[] = [];
    class Noting extends TestVariable {
      override _restore_from_tensors(): void {
        order.push(this.shared_name);
      }
    }
    class NotingState extends State {
      override _restore_from_tensors(): void {
        order.push('state');
      }
    }
    const make = () =>
      new Node('', {
        z: new Noting('z'),
        s: new NotingState('s', ''),
        é: new Noting('é'),
        a: new Noting('a'),
      });
    restore(make(), save(make()));
    expect(order).toEqual(['state', 'a', 'z', 'é']);
  });

  it('R2.6 walks attached edges by their names among the children of node 0', () => {
    const saved = save(new Node('', { extra: variable('e', 5) }));
    const root = new Node();
    const extra = variable('e');
    const view = new ObjectGraphView(root, [
      { name: 'extra', ref: extra },
      { name: 'root', ref: root },
      { name: 'unknown', ref: variable('u') },
    ]);
    restoreObjectGraph(view, saved.graph, saved.source);
    expect(extra.number).toBe(5);
    expect(saved.source.reads).toHaveLength(1);
  });

  it('R2.7 restores a counter that is made later from what waits on the root', () => {
    const saved = save(new Node('', { save_counter: variable('save_counter', 3) }));
    const root = new Node();
    restoreObjectGraph(new ObjectGraphView(root, []), saved.graph, saved.source);
    const counter = variable('save_counter');
    fulfilDeferred(root, 'save_counter', counter);
    expect(counter.number).toBe(3);
  });

  it('R2.8 ignores names that only one side has', () => {
    const root = new Node('', { mine: variable('mine', 7), both: variable('both') });
    restore(root, save(new Node('', { theirs: variable('theirs', 1), both: variable('both', 2) })));
    expect((root._lookup_dependency('mine') as TestVariable).number).toBe(7);
    expect((root._lookup_dependency('both') as TestVariable).number).toBe(2);
  });

  it('R3.2 gives an object that stands for two nodes the value of the first', () => {
    const saved = save(new Node('', { a: variable('a', 1), b: variable('b', 2) }));
    const one = variable('one');
    restore(new Node('', { b: one, a: one }), saved);
    expect([one.number, one.assigned]).toEqual([1, 1]);
  });

  it('R2.1 takes a chain of 100,000 nodes without recursion', () => {
    const chain = () => {
      const root = new Node('root');
      let last = root;
      for (let i = 0; i < 100_000; i++) {
        const next = new Node(i);
        last._track_trackable(next, 'n');
        last = next;
      }
      last._track_trackable(variable('v', 1), 'v');
      return root;
    };
    // The key of such a variable is 200,000 characters long.
    const status = restore(chain(), save(chain()));
    expect(() => status.assert_consumed()).not.toThrow();
  });
});

describe('vocabulary', () => {
  it('R1.1 R1.3 every restore has a larger uid than all before, and leaves it on what it was applied to', () => {
    const saved = save(new Node('', { v: variable('v', 1) }));
    const root = new Node('', { v: variable('v') });
    expect(root._tracking.updateUid).toBe(-1);
    restore(root, saved);
    const first = root._tracking.updateUid;
    const v = root._lookup_dependency('v')!;
    expect(first).toBeGreaterThanOrEqual(0);
    expect(v._tracking.updateUid).toBe(first);
    restore(root, saved);
    expect(root._tracking.updateUid).toBeGreaterThan(first);
    expect(v._tracking.updateUid).toBe(root._tracking.updateUid);
  });

  it('R2.2 an object that a newer restore has reached takes nothing of an older one, but its children may', () => {
    const older = save(new Node('', { n: new Node('', { a: variable('a', 1), b: variable('b', 1) }) }));
    const newer = save(new Node('', { n: new Node('', { a: variable('a', 2) }) }));
    const root = new Node();
    restore(root, older);
    restore(root, newer);
    const n = new Node('', { a: variable('a'), b: variable('b') });
    root._track_trackable(n, 'n');
    const value = (name: string) => (n._lookup_dependency(name) as TestVariable).number;
    expect([value('a'), value('b')]).toEqual([2, 1]);
  });
});

describe('deferred restoration', () => {
  it('R4.1 a new edge takes out what waits under its name, the newest first', () => {
    const root = new Node();
    for (const value of [1, 2, 3]) restore(root, save(new Node('', { v: variable('v', value) })));
    const waiting = root._tracking.deferred.get('v')!;
    expect(waiting).toHaveLength(3);
    const v = variable('v');
    root._track_trackable(v, 'v');
    expect([v.number, v.assigned]).toEqual([3, 1]);
    expect(root._tracking.deferred.has('v')).toBe(false);
  });

  it('R4.4 a value that cannot be tracked leaves what waits where it is', () => {
    const saved = save(new Node('', { v: variable('v', 1) }));
    const root = new AutoTrackable() as AutoTrackable & { v: unknown };
    restore(asTrackable(root)!, saved);
    root.v = 'text';
    const v = variable('v');
    root.v = v;
    expect(v.number).toBe(1);
  });

  it('R4.2 lets the newest restore decide, whichever object is matched first', () => {
    const older = save(new Node('', { n: new Node('', { v: variable('v', 1) }) }));
    const newer = save(new Node('', { n: new Node('', { v: variable('v', 2) }) }));
    const root = new Node();
    restore(root, newer);
    restore(root, older);
    const v = variable('v');
    root._track_trackable(new Node('', { v }), 'n');
    expect([v.number, v.assigned]).toEqual([1, 1]);
  });

  it('R4.3 re-assigning a name applies nothing', () => {
    const root = new Node();
    restore(root, save(new Node('', { v: variable('v', 1) })));
    const first = variable('v');
    root._track_trackable(first, 'v');
    const second = variable('v');
    root._track_trackable(second, 'v', true);
    expect([first.number, second.number]).toEqual([1, 0]);
  });

  it('R2.3 waits for names only if the child has values', () => {
    const root = new Node();
    restore(root, save(new Node('', { empty: new Node(), full: new Node('', { v: variable('v') }) })));
    expect([...root._tracking.deferred.keys()]).toEqual(['full']);
  });

  it('O10.1 decides by what the child holds in files that do not say it', () => {
    const saved = withNodes(save(new Node('', { empty: new Node(), v: variable('v') })), (nodes) => {
      for (const node of nodes) delete (node as { has_checkpoint_values?: boolean }).has_checkpoint_values;
    });
    const root = new Node();
    restore(root, saved);
    expect([...root._tracking.deferred.keys()]).toEqual(['v']);
  });

  it('R4.6 offers a factory the newest value that waits, and does not assign it again', () => {
    const root = new Node();
    restore(root, save(new Node('', { v: variable('v', 1) })));
    restore(root, save(new Node('', { v: variable('v', 2) })));
    const position = preloadedValue(root, 'v')!;
    const made = new TestVariable('v', position.value());
    position.markRestored(made);
    root._track_trackable(made, 'v');
    expect([made.number, made.assigned]).toEqual([2, 0]);
    expect(position.value_info()).toMatchObject({ shape: [] });
  });

  it('R4.6 offers nothing if any waiting position is more than a simple variable', () => {
    const root = new Node();
    restore(root, save(new Node('', { v: variable('v', 1) })));
    restore(root, save(new Node('', { v: new Node('', { w: variable('w', 2) }) })));
    expect(preloadedValue(root, 'v')).toBeNull();
    expect(preloadedValue(root, 'w')).toBeNull();
  });

  it('R3.1 warns when a deferred edge finds its node bound to another object', () => {
    const shared = variable('v', 1);
    const root = new Node();
    const status = restore(root, save(new Node('', { v: shared, w: shared })));
    root._track_trackable(variable('v'), 'v');
    const lines = logged(() => root._track_trackable(variable('w'), 'w'));
    expect(lines).toEqual([
      'WARNING:tensorflow:Inconsistent references when loading the checkpoint into this object graph. For example, in ' +
        'the saved checkpoint object, `model.layer.weight` and `model.layer_copy.weight` reference the same variable, ' +
        'while in the current object these are two different variables. The referenced variables are:' +
        "(<tf.Variable 'v:0' shape=() dtype=float32, numpy=1.0> and <tf.Variable 'w:0' shape=() dtype=float32, " +
        'numpy=0.0>).',
    ]);
    expect(() => status.assert_consumed()).toThrow('Found 1 Python objects');
  });

  it('R4.7 applies nothing of a restore whose reading failed', () => {
    const saved = save(new Node('', { now: variable('now', 1), later: variable('later', 2) }));
    const root = new Node('', { now: variable('now') });
    saved.source.tensors.delete('now/.ATTRIBUTES/VARIABLE_VALUE');
    expect(() => restore(root, saved)).toThrow(NotFoundError);
    const later = variable('later');
    root._track_trackable(later, 'later');
    expect(later.number).toBe(0);
  });
});

describe('values', () => {
  it('R5.3 of a node whose object takes none are told by assert_consumed', () => {
    const root = new Node('', { v: new Node('plain') });
    const status = restore(root, save(new Node('', { v: variable('v', 1) })));
    expect(() => status.assert_consumed()).toThrow(
      'Unused attributes in these objects (the attributes exist in the checkpoint but were not restored):\n' +
        "(root).v (Node(plain)): ['VARIABLE_VALUE']",
    );
  });

  const saved = () => save(new Node('', { m: variable('m', 1), n: new TestVariable('n', vector(1, 2)) }));

  it('R5.1 names every key whose dtype differs', () => {
    const root = new Node('', {
      m: new TestVariable('m', { dtype: int32, shape: [], data: Int32Array.of(1) }),
      n: new TestVariable('n', { dtype: float64, shape: [2], data: Float64Array.of(1, 2) }),
    });
    const error = thrownBy(() => restore(root, saved()));
    expect(error).toBeInstanceOf(InvalidArgumentError);
    expect(error.message).toBe(
      'tensor_name = m/.ATTRIBUTES/VARIABLE_VALUE; expected dtype int32 does not equal original dtype float\n' +
        'tensor_name = n/.ATTRIBUTES/VARIABLE_VALUE; expected dtype double does not equal original dtype float',
    );
  });

  it('R5.2 refuses another shape and changes no variable', () => {
    const m = new TestVariable('m', scalar(9));
    const root = new Node('', { m, n: new TestVariable('q', vector(1, 2, 3)) });
    const error = thrownBy(() => restore(root, saved()));
    expect(error).toBeInstanceOf(ValueError);
    expect(error.message).toBe(
      'Received incompatible tensor with shape (2,) when attempting to restore variable with shape (3,) and name q:0.',
    );
    expect(error.fields).toMatchObject({ file: 'memory/ckpt', object_path: 'n', actual: [2], expected: [3] });
    expect([m.number, m._tracking.updateUid]).toEqual([9, -1]);
  });

  it('R5.2 takes any size for an unknown dimension', () => {
    const n = new TestVariable('n', vector(1), [null]);
    restore(new Node('', { n }), saved());
    expect(n.number).toEqual([1, 2]);
    const other = new TestVariable('n', vector(1), [null, 3]);
    expect(() => restore(new Node('', { n: other }), saved())).toThrow(
      'with shape (2,) when attempting to restore variable with shape (None, 3) and name n:0.',
    );
  });

  it('R5.4 restores an object once, with all its attributes', () => {
    const multi = new Multi('m', [
      ['q', 0],
      ['p', 0],
    ]);
    restore(
      new Node('', { multi }),
      save(
        new Node('', {
          multi: new Multi('m', [
            ['p', 1],
            ['q', 2],
          ]),
        }),
      ),
    );
    expect([...multi.values, multi.restored]).toEqual([['q', 2], ['p', 1], 1]);
  });

  it('R5.4 refuses, as TensorFlow does, if the file lacks one of the attributes', () => {
    const multi = new Multi('m', [
      ['p', 0],
      ['z', 0],
    ]);
    const error = thrownBy(() =>
      restore(new Node('', { m: multi }), save(new Node('', { m: new Multi('m', [['p', 1]]) }))),
    );
    expect(error).toBeInstanceOf(NotFoundError);
    expect(error.message).toBe('Key m/.ATTRIBUTES/z not found in checkpoint');
    expect(error.fields.nearest).toBe('m/.ATTRIBUTES/p');
    expect(multi.restored).toBe(0);
  });

  it('O4.3 restores attributes whose names TensorFlow escapes twice', () => {
    const multi = new Multi('m', [['a/b.c', 0]]);
    restore(new Node('', { multi }), save(new Node('', { multi: new Multi('m', [['a/b.c', 4]]) })));
    expect(multi.values.get('a/b.c')).toBe(4);
  });

  it('R5 gives each variable a storage of its own, also where nodes share a key', () => {
    const file = withNodes(save(new Node('', { a: variable('a', 1), b: variable('b', 2) })), (nodes) => {
      nodes[2] = nodes[1]!;
    });
    const [a, b] = [variable('a'), variable('b')];
    restore(new Node('', { a, b }), file);
    expect(b.number).toBe(1);
    expect(a.value.data).not.toBe(b.value.data);
  });

  it('R5 calls the methods of a class on what its user holds', () => {
    class Held extends Multi {
      readonly proxy: this;
      constructor() {
        super('held', [['p', 0]]);
        this.proxy = new Proxy(this, {});
      }
      override get handle(): object {
        return this.proxy;
      }
      override _restore_from_tensors(): void {
        expect(this).toBe(this.proxy);
        this.restored++;
      }
    }
    const held = new Held();
    restore(new Node('', { held }), save(new Node('', { held: new Multi('m', [['p', 1]]) })));
    expect(held.restored).toBe(1);
  });
});

describe('PythonState', () => {
  it('R2.5 takes the first key of its node, and only a string', () => {
    const state = new State('s', '');
    restore(new Node('', { s: state }), save(new Node('', { s: new State('s', 'kept') })));
    expect(state.value).toBe('kept');
    expect(() => restore(new Node('', { s: state }), save(new Node('', { s: variable('s') })))).toThrow(
      'tensor_name = s/.ATTRIBUTES/VARIABLE_VALUE; expected dtype string does not equal original dtype float',
    );
  });
});

describe('slots', () => {
  it('R2.4 R6.1 wait for their variable from the start of the restore, and are asked for when it is visited', () => {
    const [saver, w] = [new Optimizer('saver', ['m']), variable('w', 1)];
    saver.makeSlot(w, 'm', scalar(7));
    const saved = save(new Node('', { w, saver }));
    const optimizer = new Optimizer('live', ['m']);
    const root = new Node('', { saver: optimizer });
    const status = restore(root, saved);
    expect(() => status.assert_consumed()).toThrow(/Unresolved object in checkpoint \(root\)\.w/);
    const later = variable('w');
    root._track_trackable(later, 'w');
    status.assert_consumed();
    expect(optimizer.get_slot(later, 'm')!.number).toBe(7);
  });

  const file = () => {
    const v = variable('v', 1);
    const optimizer = new Optimizer('o', ['m'], { iterations: variable('i', 9) });
    optimizer.makeSlot(v, 'm', scalar(5));
    return save(new Node('', { v, optimizer }));
  };

  it.each([
    ['variable first', ['v', 'optimizer']],
    ['optimizer first', ['optimizer', 'v']],
  ])('R6.2, R6.3 restores a slot once both are there: %s', (_, names) => {
    const parts: Record<string, Trackable> = { v: variable('v'), optimizer: new Optimizer('o', ['m']) };
    const root = new Node();
    const status = restore(root, file());
    expect(() => status.assert_consumed()).toThrow('Unresolved object in checkpoint (root).v: attributes {');
    for (const name of names) root._track_trackable(parts[name]!, name);
    expect((parts.optimizer as Optimizer).get_slot(parts.v!, 'm')!.number).toBe(5);
    parts.optimizer!._track_trackable(variable('i'), 'iterations');
    status.assert_consumed();
  });

  it('R6.4 passes over a plain object in the place of the optimizer', () => {
    const status = restore(
      new Node('', { v: variable('v'), optimizer: new Node('', { iterations: variable('i') }) }),
      file(),
    );
    status.assert_existing_objects_matched();
    expect(() => status.assert_consumed()).toThrow(
      "Unresolved object in checkpoint (root).optimizer's state 'm' for (root).v: attributes {",
    );
  });

  it('R6.6 leaves out slot variables on request', () => {
    const optimizer = new Optimizer('o', ['m'], { iterations: variable('i') });
    const v = variable('v');
    const kept = optimizer.makeSlot(v, 'm', scalar(3));
    const { graph, source } = file();
    const view = new ObjectGraphView(new Node('', { v, optimizer }));
    const status = restoreObjectGraph(view, graph, source, { experimental_skip_slot_variables: true });
    status.assert_consumed();
    expect(kept.number).toBe(3);
  });
});

describe('damaged graphs', () => {
  const object = () => new Node('', { v: variable('v', 1), net: new Node('', { w: variable('w', 2) }) });
  const live = () => new Node('', { v: variable('v'), net: new Node('', { w: variable('w') }) });
  const vOf = (root: Node) => (root._lookup_dependency('v') as TestVariable).number;

  it.each([
    ['no nodes', () => [], 'The object graph of memory/ckpt has no nodes.'],
    [
      'a child out of range that nobody asks for',
      (nodes: ObjectGraphNode[]) => [
        { ...nodes[0]!, children: [...nodes[0]!.children, { node_id: 10_000, local_name: 'x' }] },
        ...nodes.slice(1),
      ],
      'The object graph of memory/ckpt refers to node 10000, but has 4 nodes.',
    ],
    [
      'a negative child',
      (nodes: ObjectGraphNode[]) => [
        { ...nodes[0]!, children: [...nodes[0]!.children, { node_id: -1, local_name: 'net' }] },
        ...nodes.slice(1),
      ],
      'The object graph of memory/ckpt refers to node -1, but has 4 nodes.',
    ],
    [
      'an empty key',
      (nodes: ObjectGraphNode[]) =>
        nodes.map((node) => ({
          ...node,
          attributes: node.attributes.map((attribute) => ({ ...attribute, checkpoint_key: '' })),
        })),
      "The object graph of memory/ckpt gives '' as the key of an object's value.",
    ],
  ])('refuses %s and changes nothing', (_, change, message) => {
    const { graph, source } = save(object());
    const root = live();
    const error = thrownBy(() => restore(root, { graph: { nodes: change([...graph.nodes]) }, source }));
    expect(error).toBeInstanceOf(DataLossError);
    expect(error.message).toBe(message);
    expect(error.fields.file).toBe('memory/ckpt');
    expect(vOf(root)).toBe(0);
  });

  it('restores through edges of the root to itself, double names and a slot on what is no optimizer', () => {
    const file = withNodes(save(object()), (nodes) => {
      nodes[0] = {
        ...nodes[0]!,
        children: [
          ...nodes[0]!.children,
          { node_id: 0, local_name: 'self' },
          { node_id: 2, local_name: 'v' },
        ],
        slot_variables: [{ original_variable_node_id: 1, slot_name: 'm', slot_variable_node_id: 3 }],
      };
    });
    const root = live();
    restore(root, file).assert_existing_objects_matched();
    expect(vOf(root)).toBe(1);
  });

  it('R8.2 shows slots of a variable that does not exist', () => {
    const file = withNodes(save(object()), (nodes) => {
      const slot = { original_variable_node_id: 555, slot_name: 'm', slot_variable_node_id: 777 };
      nodes[0] = { ...nodes[0]!, slot_variables: [slot] };
    });
    const status = restore(live(), file);
    expect(() => status.assert_consumed()).toThrow(
      "Unresolved slot restorations: {555: [_SlotVariableRestoration(optimizer_id=0, slot_variable_id=777, slot_name='m')]}",
    );
  });

  it('notices a variable whose node carries no value', () => {
    const file = withNodes(save(object()), (nodes) => {
      nodes[1] = { ...nodes[1]!, attributes: [] };
    });
    const status = restore(live(), file);
    status.assert_existing_objects_matched();
    expect(() => status.assert_consumed()).toThrow(
      "(root).v carries no value in the checkpoint, so <tf.Variable 'v:0' shape=() dtype=float32, numpy=0.0> was not " +
        'restored.',
    );
  });

  it('finds the value under its key when the attribute has another name, or stands twice', () => {
    const file = withNodes(save(object()), (nodes) => {
      const attribute = { ...nodes[1]!.attributes[0]!, name: 'OTHER' };
      nodes[1] = { ...nodes[1]!, attributes: [attribute, attribute] };
    });
    const root = live();
    restore(root, file).assert_consumed();
    expect(vOf(root)).toBe(1);
  });
});

describe('asynchronous drivers', () => {
  it('R2.5 match first, read in their own way, and assign then', () => {
    const { graph, source } = save(new Node('', { v: variable('v', 1) }));
    const v = variable('v');
    const prepared = prepareObjectRestore(new ObjectGraphView(new Node('', { v })), graph, source);
    expect(v.number).toBe(0);
    prepared.apply(source.readTensors(prepared.keys)).assert_consumed();
    expect(v.number).toBe(1);
  });

  it('leave no trace when they give up', () => {
    const { graph, source } = save(new Node('', { v: variable('v', 1) }));
    const v = variable('v');
    prepareObjectRestore(new ObjectGraphView(new Node('', { v })), graph, source).abandon();
    expect(v._tracking.updateUid).toBe(-1);
  });
});

describe('registered savers', () => {
  class Special extends Node {}
  const restored: string[] = [];
  const register = (strict: boolean) =>
    register_checkpoint_saver({
      name: 'Special',
      predicate: (object) => object instanceof Special,
      save_fn: (_, prefix) => prefix,
      restore_fn: (trackables, prefix) => restored.push(...trackables.keys(), prefix),
      strict_predicate_restore: strict,
    });
  afterEach(() => {
    restored.length = 0;
    unregisterCheckpointSaver('Custom.Special');
  });

  it('O6.8 stand in the graph and get their objects back', () => {
    register(true);
    const saved = save(new Node('', { s: new Special() }));
    expect(saved.graph.nodes[1]!.registered_saver).toEqual({ name: 'Custom.Special', object_name: 's' });
    expect(saved.graph.nodes[0]!.has_checkpoint_values).toBe(true);
    restore(new Node('', { s: new Special() }), saved).assert_consumed();
    expect(restored).toEqual(['s', 'memory/ckpt']);
  });

  it('R9.3 refuse an object that they do not accept', () => {
    register(true);
    const saved = save(new Node('', { s: new Special() }));
    expect(() => restore(new Node('', { s: new Node('n') }), saved)).toThrow(
      "Object Node(n) was saved with the registered saver named 'Custom.Special'. However, this saver cannot be used " +
        'to restore the object because the predicate does not pass.',
    );
  });

  it('R9.3 skip it if they are not strict', () => {
    register(false);
    const saved = save(new Node('', { s: new Special() }));
    restore(new Node('', { s: new Node('n') }), saved);
    expect(restored).toEqual([]);
  });

  it('R9.3 are an error when nobody has registered them', () => {
    register(true);
    const saved = save(new Node('', { s: new Special('x') }));
    unregisterCheckpointSaver('Custom.Special');
    expect(() => restore(new Node('', { s: new Special('x') }), saved)).toThrow(
      'Error when restoring object Node(x) from checkpoint. This object was saved using a registered saver named ' +
        "'Custom.Special', but this saver cannot be found in the current context.",
    );
  });

  it('keep their names to themselves', () => {
    register(true);
    expect(() => register(true)).toThrow(
      "The name 'Custom.Special' has already been registered to a checkpoint saver.",
    );
  });
});

it('R5 a string variable does not take what is no object value', () => {
  const saved = withNodes(save(new Node('', { v: variable('v', 1) })), (nodes) => {
    const [attribute] = nodes[1]!.attributes;
    nodes[1] = {
      ...nodes[1]!,
      attributes: [{ ...attribute!, checkpoint_key: '_CHECKPOINTABLE_OBJECT_GRAPH' }],
    };
  });
  const text = { dtype: string, shape: [], data: [new Uint8Array(3)] };
  saved.source.tensors.set('_CHECKPOINTABLE_OBJECT_GRAPH', text);
  expect(() => restore(new Node('', { v: new TestVariable('v', text) }), saved)).toThrow(DataLossError);
});
