/**
 * Variables of a graph. Their handle is an operation, their value lies in the store of the session that runs the graph;
 * what initialises and reads them has the names that TF gives it (`v`, `v/Initializer`, `v/Assign`, `v/Read`).
 */
import { currentContext, enterContext } from '../../context';
import type { DType } from '../../dtypes';
import { RuntimeError } from '../../errors';
import type { BaseVariable } from '../base_variable';
import type { VariableGrant, VariableRequest } from '../dispatch';
import { ResourceHandle } from '../handle';
import { noAttributes, type OpRecord } from '../op';
import {
  AssignVariableOp,
  ReadVariableOp,
  VarHandleOp,
  VarIsInitializedOp,
  type VariableStore,
} from '../ops/resource_variables';
import type { Philox } from '../random/philox';
import type { Tensor } from '../tensor';
import { TensorShape } from '../tensor_shape';
import { GraphKeys } from './collections';
import type { Graph } from './graph';
import { checkScopeName } from './names';

declare module '../../context' {
  interface ContextFrame {
    /** Which collections a variable made here is entered in; absent: that of the global variables. */
    readonly variableCollections?: readonly string[] | null;
  }
}

/** The handle of a variable without a value of its own. */
export class SymbolicHandle extends ResourceHandle {
  constructor(
    private readonly symbol: Tensor,
    private readonly valueType: DType,
    private readonly valueDims: readonly number[],
    name: string,
  ) {
    super(null, false, name);
  }
  override get symbolic(): boolean {
    return true;
  }
  override get token(): Tensor {
    return this.symbol;
  }
  override get dtype(): DType {
    return this.valueType;
  }
  /** Static; may have unknown dimensions. */
  override get dims(): readonly number[] {
    return this.valueDims;
  }
  override borrow(): Tensor {
    throw this.absent();
  }
  override read(): Tensor {
    throw this.absent();
  }
  private absent(): RuntimeError {
    return new RuntimeError(
      `The value of variable ${this.name} lies in a session: read it with Session.run.`,
      {
        fields: { key: this.name ?? '' },
      },
    );
  }
}

/** The values of a graph's variables, by name. */
export class SessionVariables implements VariableStore {
  private readonly handles = new Map<string, ResourceHandle>();
  readonly generators = new Map<object, Philox>();

  handle(shared_name: string, _dtype: DType): ResourceHandle {
    let handle = this.handles.get(shared_name);
    if (handle === undefined) {
      handle = new ResourceHandle(null, false, shared_name);
      this.handles.set(shared_name, handle);
    }
    return handle;
  }
}

/** What a variable made in `graph` gets there. */
export function graphVariable(graph: Graph, request: VariableRequest): VariableGrant {
  if (!request.name.endsWith('/')) checkScopeName(request.name, currentContext().nameScope);
  const full = graph.unique_name(request.name);
  const inside = (scope: string, more = {}): (() => void) =>
    enterContext({ nameScope: scope, control: null, recorder: null, ...more });
  let leave = inside(`${full}/Initializer/`, { devices: [] });
  let initial: Tensor;
  try {
    const value = request.initial();
    initial = graph.constant(value, 'initial_value');
  } finally {
    leave();
  }
  const declared = request.shape ?? new TensorShape(initial.dims);
  const attrs = { dtype: initial.dtype, shape: declared.dims, shared_name: full };
  leave = inside(`${full}/`);
  try {
    const op = graph.addOperation(VarHandleOp as unknown as OpRecord, [], attrs, `${full}/`);
    const [handle] = op.outputs as [Tensor];
    graph.addOperation(VarIsInitializedOp, [handle], noAttributes, 'IsInitialized/VarIsInitializedOp');
    const initializer = graph.addOperation(
      AssignVariableOp as unknown as OpRecord,
      [handle, initial],
      attrs,
      'Assign',
    );
    const read = graph.add(ReadVariableOp as unknown as OpRecord, [handle], attrs, 'Read/ReadVariableOp');
    return {
      resource: new SymbolicHandle(handle, initial.dtype, declared.dims as readonly number[], full),
      shared_name: full,
      declared,
      node: { op, initializer, initial_value: initial, snapshot: read[0]! },
      made: (variable: BaseVariable) => {
        const names = currentContext().variableCollections ?? [GraphKeys.GLOBAL_VARIABLES];
        graph.add_to_collections(names, variable);
        const { TRAINABLE_VARIABLES } = GraphKeys;
        if (request.trainable && !names.includes(TRAINABLE_VARIABLES))
          graph.add_to_collection(TRAINABLE_VARIABLES, variable);
      },
    };
  } finally {
    leave();
  }
}
