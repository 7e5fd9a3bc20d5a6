/** The status of restoring a TF1 name-based file into objects (restore.md R9.2, R9.5). */
import { currentContext } from '../context';
import { AssertionError, NotFoundError } from '../errors';
import { warnDeprecated } from '../logging';
import { repr } from '../python/repr';
import { describe } from './describe';
import { explained, MISSING_NAME } from './explained_error';
import type { ObjectGraphView } from './graph_view';
import { LoadStatus } from './load_status';
import type { NameBasedRestore } from './name_based_restore';
import { reportNames } from './restore_account';
import { runInitializers, runRestoreOps } from './restore_ops';
import type { RestoreReport } from './restore_report';
import { listObjects } from './serialize_graph';
import type { Trackable } from './trackable';

const INSTRUCTIONS =
  'Restoring a name-based tf.train.Saver checkpoint using the object-based restore API. This mode uses global names ' +
  'to match variables, and so is somewhat fragile. It also adds new restore ops to the graph each time it is called ' +
  'when graph building. Prefer re-encoding training checkpoints in the object-based format: run save() on the ' +
  'object-based saver (the same one this message is coming from) and use that checkpoint in the future.';

/** Mirrors TF's `NameBasedSaverStatus`: its three assertions are one. */
export class NameBasedSaverStatus extends LoadStatus {
  readonly root: Trackable;
  private readonly optional = new Set<Trackable>();
  /** In a graph nothing is restored before {@link run_restore_ops}. */
  private waits = Boolean(currentContext().builder);

  constructor(
    readonly restore: NameBasedRestore,
    readonly view: ObjectGraphView,
  ) {
    super();
    this.root = view.root;
    warnDeprecated(
      'NameBasedSaverStatus.__init__ (from tensorflow.python.checkpoint.checkpoint)',
      'tensorflow/python/checkpoint/checkpoint.py:1473',
      INSTRUCTIONS,
    );
  }

  /** Assertions ignore what the file lacks of this object: a Checkpoint's own `save_counter`. */
  add_to_optionally_restored(trackable: Trackable): void {
    this.optional.add(trackable);
  }

  override assert_consumed(): this {
    const { restore } = this;
    if (this.waits) throw this.notRestored(this.root);
    const lines = this.lacking().map(
      (object) => `\n    ${describe(object)}: ${repr([...restore.unusedNamesOf(object)])}`,
    );
    if (lines.length > 0) {
      throw new AssertionError(`Some objects had attributes which were not restored: ${lines.join('')}`, {
        fields: { file: restore.source.path },
      });
    }
    for (const object of listObjects(this.view).objects) {
      if (object._tracking.updateUid >= restore.uid) continue;
      throw this.notRestored(object);
    }
    return this;
  }
  private notRestored(object: Trackable): AssertionError {
    return new AssertionError(`Object not restored: ${describe(object)}`, {
      fields: { file: this.restore.source.path },
    });
  }
  /** Objects that the file has nothing for. */
  private lacking(): Trackable[] {
    return [...this.restore.unused].filter((object) => !this.optional.has(object));
  }

  override assert_existing_objects_matched(): this {
    return this.assert_consumed();
  }
  override assert_nontrivial_match(): this {
    return this.assert_consumed();
  }
  /** @throws {@link NotFoundError} in a graph, if the file has nothing for an object (R9.4) */
  override run_restore_ops(session?: unknown): void {
    if (!this.waits) {
      runRestoreOps(this.restore.ops, session);
      return;
    }
    const { restore } = this;
    const [name] = this.lacking().flatMap((object) => restore.unusedNamesOf(object));
    if (name !== undefined) {
      const fields = { file: restore.source.path, key: name };
      throw explained(new NotFoundError(`Key ${name} not found in checkpoint`, { fields }), MISSING_NAME);
    }
    runRestoreOps(restore.ops, session);
    this.waits = false;
  }
  override initialize_or_restore(session?: unknown): void {
    this.run_restore_ops(session);
    runInitializers(listObjects(this.view).objects, this.restore.ops, session);
  }

  override report(): RestoreReport {
    return reportNames(this.restore, this.view, this.optional);
  }
}
