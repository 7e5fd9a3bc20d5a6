/** What a restore gives back: assertions about what was matched (restore.md R8, R9). */
import { AssertionError } from '../errors';
import type { ObjectGraphView } from './graph_view';
import { runInitializers } from './restore_ops';
import { emptyReport, type RestoreReport } from './restore_report';
import { nextRestoreUid } from './restore_state';
import { listObjects } from './serialize_graph';

/** Mirrors TF's `_LoadStatus`. A session is for graphs only: eagerly everything has happened already. */
export abstract class LoadStatus {
  /** Fails unless all of the file and all of the program matched. @throws {@link AssertionError} */
  abstract assert_consumed(): this;
  /** Fails unless all that exists in the program has its value. @throws {@link AssertionError} */
  abstract assert_existing_objects_matched(): this;
  /** Fails if nothing but the root matched. @throws {@link AssertionError} */
  abstract assert_nontrivial_match(): this;
  /** Graphs: runs the restore ops. Eagerly nothing. */
  abstract run_restore_ops(session?: unknown): void;
  /** Graphs: also runs initializers of what is not restored. Eagerly nothing. */
  abstract initialize_or_restore(session?: unknown): void;
  /** What was not restored and why, as data and as text. */
  abstract report(): RestoreReport;

  /** Silences the warning about values that nobody took (R8.9). */
  expect_partial(): this {
    return this;
  }

  /** Leaving a `using` block is the moment to warn about what was not restored (R8.9). */
  [Symbol.dispose](): void {}
}

/** Mirrors TF's `InitializationOnlyStatus`: the answer to `restore(null)` (R9.1). */
export class InitializationOnlyStatus extends LoadStatus {
  readonly uid = nextRestoreUid();

  constructor(readonly view: ObjectGraphView) {
    super();
  }

  override assert_consumed(): this {
    throw nothingToRestore();
  }
  override assert_existing_objects_matched(): this {
    throw nothingToRestore();
  }
  override assert_nontrivial_match(): this {
    throw nothingToRestore();
  }
  override run_restore_ops(_session?: unknown): void {
    throw new AssertionError(
      'No checkpoint specified, so no restore ops are available (save_path=None to Saver.restore).',
    );
  }
  override initialize_or_restore(session?: unknown): void {
    const untouched = listObjects(this.view).objects.filter((o) => o._tracking.updateUid < this.uid);
    runInitializers(untouched, new Map(), session);
  }
  override report(): RestoreReport {
    return emptyReport;
  }
}

function nothingToRestore(): AssertionError {
  return new AssertionError('No checkpoint specified (save_path=None); nothing is being restored.');
}
