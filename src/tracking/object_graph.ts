/**
 * The object graph as data: the fields of TF's TrackableObjectGraph proto (object_graph.md O6). Tracking knows no
 * bytes: saving/ turns this to and from protobuf.
 */

export interface ObjectReference {
  readonly node_id: number;
  /** Not escaped (O6.1). */
  readonly local_name: string;
}

export interface SerializedTensor {
  /** Escaped once (O6.1). */
  readonly name: string;
  readonly full_name: string;
  readonly checkpoint_key: string;
}

export interface SlotVariableReference {
  readonly original_variable_node_id: number;
  readonly slot_name: string;
  readonly slot_variable_node_id: number;
}

export interface RegisteredSaver {
  readonly name: string;
  readonly object_name: string;
}

export interface ObjectGraphNode {
  readonly children: readonly ObjectReference[];
  readonly attributes: readonly SerializedTensor[];
  readonly slot_variables: readonly SlotVariableReference[];
  readonly registered_saver?: RegisteredSaver;
  /** Undefined in files older than TF 2.8 (O10.1). */
  readonly has_checkpoint_values?: boolean;
}

export interface ObjectGraph {
  readonly nodes: readonly ObjectGraphNode[];
}

/** Attribute name of a variable's value (O4.4). */
export const VARIABLE_VALUE = 'VARIABLE_VALUE';
/** Key of the graph itself; its presence makes a checkpoint object-based (O4.6). */
export const OBJECT_GRAPH_KEY = '_CHECKPOINTABLE_OBJECT_GRAPH';
