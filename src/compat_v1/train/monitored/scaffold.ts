/** `tf.compat.v1.train.Scaffold`: what a training session needs of a graph, found in collections or made (saver.md S9.1). */
import { RuntimeError, TypeError } from '../../../errors';
import { logger } from '../../../logging';
import { type Args, bindArguments } from '../../../python/arguments';
import { GraphKeys } from '../../../runtime/graph/collections';
import { group } from '../../../runtime/graph/group';
import { get_default_graph } from '../../../runtime/graph/init_scope';
import type { Operation } from '../../../runtime/graph/operation';
import { concat } from '../../../runtime/ops/joining';
import type { Tensor } from '../../../runtime/tensor';
import { Checkpoint } from '../../../saving/checkpoint/checkpoint';
import { add_to_collection, get_collection, global_variables } from '../../collections';
import type { FeedDict } from '../../feeds';
import { FrozenCheckpoint } from '../../frozen_checkpoint';
import {
  global_variables_initializer,
  local_variables_initializer,
  report_uninitialized_variables,
  tables_initializer,
} from '../../graph_operations';
import { Saver } from '../../saver';
import type { Session } from '../../session';
import { merge_all } from '../../summary';

/** An operation or tensor. */
export type Runnable = Operation | Tensor;
/** Called with the scaffold and the new session, after init_op. */
export type ScaffoldInitFn = (scaffold: Scaffold, session: Session) => void;

export interface ScaffoldKeywords {
  init_op?: Runnable | null;
  init_feed_dict?: FeedDict | null;
  init_fn?: ScaffoldInitFn | null;
  /** Names of variables without a value; empty when all is ready. */
  ready_op?: Tensor | null;
  /** The same for the global variables, before local_init_op runs. */
  ready_for_local_init_op?: Tensor | null;
  local_init_op?: Runnable | null;
  summary_op?: Tensor | null;
  /** A Checkpoint is saved and restored under the keys it has when the scaffold is finalized. */
  saver?: Saver | Checkpoint | null;
  copy_from_scaffold?: Scaffold | null;
  local_init_feed_dict?: FeedDict | null;
}
const parameters = [
  'init_op',
  'init_feed_dict',
  'init_fn',
  'ready_op',
  'ready_for_local_init_op',
  'local_init_op',
  'summary_op',
  'saver',
  'copy_from_scaffold',
  'local_init_feed_dict',
] as const;

/** Mirrors `tf.compat.v1.train.Scaffold`. What is not given is null until {@link finalize}. */
export class Scaffold {
  private parts: {
    -readonly [K in Exclude<keyof ScaffoldKeywords, 'copy_from_scaffold'>]-?: ScaffoldKeywords[K];
  };

  /** @throws {@link TypeError} if `copy_from_scaffold` is none */
  constructor(
    ...args: Args<
      [],
      [
        init_op: Runnable | null,
        init_feed_dict: FeedDict | null,
        init_fn: ScaffoldInitFn | null,
        ready_op: Tensor | null,
        ready_for_local_init_op: Tensor | null,
        local_init_op: Runnable | null,
        summary_op: Tensor | null,
        saver: Saver | Checkpoint | null,
        copy_from_scaffold: Scaffold | null,
        local_init_feed_dict: FeedDict | null,
      ],
      ScaffoldKeywords
    >
  ) {
    const given = bindArguments<ScaffoldKeywords>('Scaffold', parameters, args);
    const other = given.copy_from_scaffold ?? null;
    if (other !== null && !(other instanceof Scaffold))
      throw new TypeError('copy_from_scaffold is not a Scaffold instance.');
    const from = other?.parts ?? null;
    this.parts = {
      init_op: given.init_op ?? from?.init_op ?? null,
      init_feed_dict: given.init_feed_dict ?? from?.init_feed_dict ?? null,
      init_fn: given.init_fn ?? from?.init_fn ?? null,
      ready_op: given.ready_op ?? from?.ready_op ?? null,
      ready_for_local_init_op: given.ready_for_local_init_op ?? from?.ready_for_local_init_op ?? null,
      local_init_op: given.local_init_op ?? from?.local_init_op ?? null,
      summary_op: given.summary_op ?? from?.summary_op ?? null,
      saver: given.saver ?? from?.saver ?? null,
      local_init_feed_dict: given.local_init_feed_dict ?? from?.local_init_feed_dict ?? null,
    };
  }

  /** Makes what is missing and freezes the current graph. @throws {@link RuntimeError} if a collection has several */
  finalize(): this {
    const { parts } = this;
    const { INIT_OP, READY_OP, READY_FOR_LOCAL_INIT_OP, LOCAL_INIT_OP, SUMMARY_OP } = GraphKeys;
    parts.init_op ??= Scaffold.get_or_default('init_op', INIT_OP, () =>
      group(global_variables_initializer(), ...get_collection('saved_model_initializers')),
    );
    parts.ready_op ??= Scaffold.get_or_default('ready_op', READY_OP, () =>
      concat([report_uninitialized_variables()], 0),
    );
    parts.ready_for_local_init_op ??= Scaffold.get_or_default(
      'ready_for_local_init_op',
      READY_FOR_LOCAL_INIT_OP,
      () => concat([report_uninitialized_variables(global_variables())], 0),
    );
    parts.local_init_op ??= Scaffold.get_or_default(
      'local_init_op',
      LOCAL_INIT_OP,
      Scaffold.default_local_init_op,
    );
    parts.summary_op ??= Scaffold.get_or_default('summary_op', SUMMARY_OP, () => merge_all());
    parts.saver ??= saverOrDefault();
    if (parts.saver instanceof Checkpoint)
      parts.saver = new Saver(new FrozenCheckpoint(parts.saver), { sharded: true });
    else parts.saver.build();
    get_default_graph().finalize();
    logger.info('Graph was finalized.');
    return this;
  }

  get init_op(): Runnable | null {
    return this.parts.init_op ?? null;
  }
  get init_feed_dict(): FeedDict | null {
    return this.parts.init_feed_dict ?? null;
  }
  /** What a session manager calls with the session. */
  get init_fn(): ((session: Session) => void) | null {
    const own = this.parts.init_fn ?? null;
    return own === null ? null : (session) => own(this, session);
  }
  get ready_op(): Tensor | null {
    return this.parts.ready_op ?? null;
  }
  get ready_for_local_init_op(): Tensor | null {
    return this.parts.ready_for_local_init_op ?? null;
  }
  get local_init_op(): Runnable | null {
    return this.parts.local_init_op ?? null;
  }
  get local_init_feed_dict(): FeedDict | null {
    return this.parts.local_init_feed_dict ?? null;
  }
  get summary_op(): Tensor | null {
    return this.parts.summary_op ?? null;
  }
  /** After {@link finalize} a Saver. */
  get saver(): Saver | Checkpoint | null {
    return this.parts.saver ?? null;
  }

  /** The one element of a collection; if it has none, what `default_constructor` makes is put there. */
  static get_or_default<T>(arg_name: string, collection_key: string, default_constructor: () => T): T {
    const [found, ...others] = get_collection(collection_key) as T[];
    if (others.length > 0)
      throw new RuntimeError(
        `More than one item in the collection "${collection_key}". Please indicate which one to use by passing it to ` +
          `the tf.Scaffold constructor as:  tf.Scaffold(${arg_name}=item to use)`,
        { fields: { key: collection_key } },
      );
    if (found !== undefined) return found;
    const made = default_constructor();
    if (made !== null) add_to_collection(collection_key, made);
    return made;
  }
  /** Initialises local variables and tables. */
  static default_local_init_op(this: void): Operation | null {
    return group(local_variables_initializer(), tables_initializer());
  }
}

/** The Saver of collection `savers`, or a new one there. */
function saverOrDefault(): Saver {
  const [found, ...others] = get_collection(GraphKeys.SAVERS) as Saver[];
  if (others.length > 0) throw severalSavers();
  if (found !== undefined) return found;
  const saver = new Saver({ sharded: true, allow_empty: true });
  add_to_collection(GraphKeys.SAVERS, saver);
  return saver;
}

export function severalSavers(): RuntimeError {
  return new RuntimeError(
    `More than one item in collection ${GraphKeys.SAVERS}. Please indicate which one to use by passing it to the ` +
      'constructor.',
    { fields: { key: GraphKeys.SAVERS } },
  );
}
