/** `tensor.eval()`, `operation.run()` and their like: TF1's short forms of `Session.run`, installed on the classes. */

import { ValueError } from '../errors';
import { bindArguments } from '../python/arguments';
import { type Call, positional } from '../python/named';
import { BaseVariable } from '../runtime/base_variable';
import { toTensor } from '../runtime/convert';
import type { TensorLike } from '../runtime/convert_types';
import { get_default_session } from '../runtime/graph/default_session';
import type { Graph } from '../runtime/graph/graph';
import { Operation } from '../runtime/graph/operation';
import type { NDArray } from '../runtime/ndarray';
import { SparseTensor } from '../runtime/sparse_tensor';
import { Tensor } from '../runtime/tensor';
import type { FeedDict } from './feeds';
import type { Session } from './session';

type SessionArguments = [session?: Session | null];
const sessionNames = ['session'] as const;
type LoadArguments = [value: TensorLike, session?: Session | null];
const loadNames = ['value', 'session'] as const;

declare module '../runtime/tensor' {
  interface Tensor {
    /** Mirrors TF1's `Tensor.eval(feed_dict=None, session=None)`. @throws {@link ValueError} without a session */
    eval(...args: EvalArguments): NDArray;
  }
}
declare module '../runtime/sparse_tensor' {
  interface SparseTensor {
    /** Mirrors TF1's `SparseTensor.eval(feed_dict=None, session=None)`. @throws {@link ValueError} without a session */
    eval(...args: EvalArguments): SparseTensorValue;
  }
}
declare module '../runtime/graph/operation' {
  interface Operation {
    /** Mirrors TF1's `Operation.run(feed_dict=None, session=None)`. @throws {@link ValueError} without a session */
    run(...args: EvalArguments): void;
  }
}
declare module '../runtime/base_variable' {
  interface BaseVariable {
    /** Mirrors TF1's `Variable.eval(session=None)`. */
    eval(...args: Call<SessionArguments, typeof sessionNames>): NDArray;
    /** Mirrors TF1's `Variable.load(value, session=None)`: gives it a value in a session. */
    load(...args: Call<LoadArguments, typeof loadNames>): void;
    /** Mirrors TF1's `Variable.initialized_value()`: the value, or the initial one where there is none yet. */
    initialized_value(): Tensor;
  }
}

export interface EvalKeywords {
  feed_dict?: FeedDict | null;
  session?: Session | null;
}
export type EvalArguments =
  | [feed_dict?: FeedDict | null, session?: Session | null]
  | [keywords: EvalKeywords];

/** @throws {@link ValueError} without a session, or for one of another graph */
function sessionOf(
  given: Session | null | undefined,
  graph: Graph,
  what: 'evaluate tensor' | 'execute operation',
): Session {
  const session = given ?? (get_default_session() as Session | null);
  const [method, kind, colon] =
    what === 'evaluate tensor' ? ['eval', 'tensor', ''] : ['run', 'operation', ':'];
  if (session === null)
    throw new ValueError(
      `Cannot ${what} using \`${method}()\`: No default session is registered. Use \`with sess.as_default()${colon}\` or ` +
        `pass an explicit session to \`${method}(session=sess)\``,
    );
  if (session.graph === graph) return session;
  const hint = method === 'eval' ? '`eval(session=sess)`' : 'run(session=sess)';
  throw new ValueError(
    `Cannot use the ${given ? 'given' : 'default'} session to ${what}: the ${kind}'s graph is different from the ` +
      `session's graph.${given ? '' : ` Pass an explicit session to ${hint}.`}`,
  );
}
function bind(name: string, args: readonly unknown[]): EvalKeywords {
  return bindArguments<EvalKeywords>(name, ['feed_dict', 'session'], args);
}

Tensor.prototype.eval = function (this: Tensor, ...args) {
  const { feed_dict, session } = bind('eval', args);
  if (this.source === null) return this.numpy();
  return sessionOf(session, this.graph, 'evaluate tensor').run(this as Tensor, feed_dict ?? null);
};
SparseTensor.prototype.eval = function (this: SparseTensor, ...args) {
  const { feed_dict, session } = bind('eval', args);
  return sessionOf(session, this.graph, 'evaluate tensor').run(this, feed_dict ?? null);
};
Operation.prototype.run = function (this: Operation, ...args) {
  const { feed_dict, session } = bind('run', args);
  sessionOf(session, this.graph, 'execute operation').run(this as Operation, feed_dict ?? null);
};
BaseVariable.prototype.eval = function (this: BaseVariable, ...args) {
  const [session] = positional<SessionArguments>('eval', sessionNames, 0, args);
  if (!this._resource.symbolic) return this.numpy();
  return sessionOf(session, this.graph as Graph, 'evaluate tensor').run(this as never) as NDArray;
};
BaseVariable.prototype.load = function (this: BaseVariable, ...args) {
  const [value, session] = positional<LoadArguments>('load', loadNames, 1, args);
  if (!this._resource.symbolic) this.assign(value);
  else this._assignIn(session ?? null, toTensor(value, this.dtype));
};
BaseVariable.prototype.initialized_value = function (this: BaseVariable) {
  return this._node === null ? this.value() : this._node.initial_value;
};
