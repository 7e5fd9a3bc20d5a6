import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ObjectGraphView } from '../../src/tracking/graph_view';
import type { ObjectGraph } from '../../src/tracking/object_graph';
import { serializeObjectGraph } from '../../src/tracking/serialize_graph';
import { textProto } from '../../src/tracking/text_proto';
import { Multi, Node, Optimizer, State, scalar, TestVariable } from '../support/tracking';
import { build, type ProgramSpec } from '../support/tracking_programs';

interface GraphCase {
  readonly spec: ProgramSpec;
  readonly graph: readonly Record<string, unknown>[];
  readonly text: readonly string[];
  readonly keys: readonly string[];
}

const cases = JSON.parse(
  readFileSync(join(__dirname, '../fixtures/tracking/graphs.json'), 'utf8'),
) as GraphCase[];

/** As protobuf's JSON form shows it: without default values. */
function asJson(graph: ObjectGraph): unknown {
  const nodes = graph.nodes.map((node) => ({
    children: node.children,
    attributes: node.attributes,
    slot_variables: node.slot_variables,
    registered_saver: node.registered_saver,
    has_checkpoint_values: node.has_checkpoint_values,
  }));
  const keep = (key: string, value: unknown) =>
    value === 0 || value === '' || (Array.isArray(value) && value.length === 0 && key !== '')
      ? undefined
      : value;
  return JSON.parse(JSON.stringify(nodes, keep));
}

const viewOf = (root: Node | Multi) => new ObjectGraphView(root);

describe('serializeObjectGraph', () => {
  it('O3, O4, O6 makes the graph that TensorFlow makes, of random object graphs', () => {
    for (const { spec, graph } of cases) {
      const made = serializeObjectGraph(new ObjectGraphView(build(spec)[0]!));
      expect(asJson(made.graph)).toEqual(graph);
    }
  });

  it('F5.2 lists tensors in the order of TensorFlow, PythonState last', () => {
    for (const { spec, keys } of cases) {
      const made = serializeObjectGraph(new ObjectGraphView(build(spec)[0]!));
      expect(made.tensors.map(({ key }) => key)).toEqual(keys);
    }
  });

  it('R8.2 prints nodes as protobuf does', () => {
    for (const { spec, text } of cases) {
      const { graph } = serializeObjectGraph(new ObjectGraphView(build(spec)[0]!));
      expect(graph.nodes.map(textProto)).toEqual(text);
    }
  });

  it('R8.2 escapes text as protobuf does', () => {
    const node = {
      children: [{ node_id: 0, local_name: 'q"\'\n\t\\é\x01\u20ac\x7f' }],
      attributes: [{ name: '', full_name: 'f', checkpoint_key: 'k' }],
      slot_variables: [{ original_variable_node_id: 1, slot_name: 'm', slot_variable_node_id: 3 }],
      registered_saver: { name: 'a', object_name: '' },
      has_checkpoint_values: false,
    };
    expect(textProto(node)).toBe(
      'children {\n  local_name: "q\\"\\\'\\n\\t\\\\é\\001€\\177"\n}\nattributes {\n  full_name: "f"\n' +
        '  checkpoint_key: "k"\n}\nslot_variables {\n  original_variable_node_id: 1\n  slot_name: "m"\n' +
        '  slot_variable_node_id: 3\n}\nregistered_saver {\n  name: "a"\n}\nhas_checkpoint_values {\n}\n',
    );
  });

  it('O3.1 numbers breadth first, each object once', () => {
    const shared = new TestVariable('s');
    const root = new Node('root', { b: new Node('b', { s: shared }), a: new Node('a', { t: shared }) });
    const { graph } = serializeObjectGraph(viewOf(root));
    expect(graph.nodes.map(({ children }) => children.map((child) => child.node_id))).toEqual([
      [1, 2],
      [3],
      [3],
      [],
    ]);
  });

  it('O3.2 names a node by the path of its first meeting', () => {
    const shared = new TestVariable('s');
    const root = new Node('root', { deep: new Node('deep', { s: shared }), s: shared });
    const { tensors } = serializeObjectGraph(viewOf(root));
    expect(tensors.map(({ key }) => key)).toEqual(['s/.ATTRIBUTES/VARIABLE_VALUE']);
  });

  it('O4.3 starts the keys of the root itself with a slash', () => {
    const { tensors } = serializeObjectGraph(viewOf(new Multi('root', [['x', 1]])));
    expect(tensors.map(({ key }) => key)).toEqual(['/.ATTRIBUTES/x']);
  });

  it('O6.1 escapes an attribute once in its name and, as TensorFlow does, twice in its key', () => {
    const { graph, tensors } = serializeObjectGraph(
      viewOf(
        new Node('root', {
          m: new Multi('m', [
            ['a/b', 1],
            ['c.d', 2],
          ]),
        }),
      ),
    );
    expect(graph.nodes[1]!.attributes.map(({ name }) => name)).toEqual(['a.Sb', 'c..d']);
    expect(tensors.map(({ key }) => key)).toEqual(['m/.ATTRIBUTES/a..Sb', 'm/.ATTRIBUTES/c....d']);
  });

  it('O2.5 puts attached edges behind those of the root, in this view only', () => {
    const root = new Node('root', { own: new TestVariable('own') });
    const extra = new TestVariable('extra');
    const view = new ObjectGraphView(root, [
      { name: 'extra', ref: extra },
      { name: 'root', ref: root },
    ]);
    const { graph } = serializeObjectGraph(view);
    expect(graph.nodes[0]!.children).toEqual([
      { node_id: 1, local_name: 'own' },
      { node_id: 2, local_name: 'extra' },
      { node_id: 0, local_name: 'root' },
    ]);
    expect([...root._trackable_children().keys()]).toEqual(['own']);
  });

  it('O6.7 leaves out slots of variables that are not in the graph', () => {
    const optimizer = new Optimizer('o', ['m']);
    optimizer.makeSlot(new TestVariable('elsewhere'), 'm', scalar(1));
    const { graph, tensors } = serializeObjectGraph(viewOf(new Node('root', { optimizer })));
    expect(graph.nodes).toHaveLength(2);
    expect(tensors).toEqual([]);
  });

  it('O6.6 refuses a slot variable with children', () => {
    const variable = new TestVariable('v');
    const optimizer = new Optimizer('o', ['m']);
    optimizer.makeSlot(variable, 'm', scalar(1))._track_trackable(new Node(), 'child');
    expect(() => serializeObjectGraph(viewOf(new Node('root', { variable, optimizer })))).toThrow(
      'Currently only variables with no dependencies can be saved as slot variables. File a feature request if this ' +
        'limitation bothers you.',
    );
  });

  it('O6.6 refuses a slot variable that is a dependency too', () => {
    const variable = new TestVariable('v');
    const optimizer = new Optimizer('o', ['m']);
    const slot = optimizer.makeSlot(variable, 'm', scalar(1));
    expect(() => serializeObjectGraph(viewOf(new Node('root', { variable, optimizer, slot })))).toThrow(
      "A slot variable was re-used as a dependency of a Trackable object: <tf.Variable 'v/m:0' shape=() dtype=float32, " +
        'numpy=1.0>. This is not currently allowed. File a feature request if this limitation bothers you.',
    );
  });

  it('O2.8 takes 100,000 nodes, deep and cyclic, without recursion', () => {
    const root = new Node('root');
    let last: Node = root;
    for (let i = 0; i < 50_000; i++) {
      const next = new Node(i);
      last._track_trackable(next, 'n');
      root._track_trackable(new TestVariable('v'), `v${i}`);
      last = next;
    }
    last._track_trackable(root, 'back');
    const { graph, tensors } = serializeObjectGraph(viewOf(root));
    expect(graph.nodes).toHaveLength(100_001);
    expect(tensors).toHaveLength(50_000);
    expect(graph.nodes.at(-1)!.has_checkpoint_values).toBe(true);
  });

  it('O10 takes a weak reference as root', () => {
    const root = new Node('root', { s: new State('s', 'x') });
    const { tensors } = serializeObjectGraph(new ObjectGraphView(new WeakRef(root)));
    expect(tensors.map(({ key }) => key)).toEqual(['s/.ATTRIBUTES/py_state']);
  });
});
