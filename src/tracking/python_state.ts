/** State of the program itself that goes into checkpoints as a string (object_graph.md O1.4). */
import { type HostTensor, string } from '../dtypes';
import { TypeError } from '../errors';
import { repr } from '../python/repr';
import { type RestoreSpec, type SavedValue, Trackable } from './trackable';

const PYTHON_STATE = 'py_state';

/**
 * Mirrors `tf.train.experimental.PythonState`: subclasses say how they become a string and come back from one.
 * `serialize` runs whenever something is saved; `deserialize` when a value is restored.
 */
export abstract class PythonState extends Trackable {
  /** The state, as text (written as UTF-8) or bytes. */
  abstract serialize(): string | Uint8Array;

  /** Takes the state back from the bytes that {@link serialize} gave. */
  abstract deserialize(value: Uint8Array): void;

  override _serialize_to_tensors(): ReadonlyMap<string, SavedValue> {
    return new Map([[PYTHON_STATE, () => this.scalar()]]);
  }

  private scalar(): HostTensor {
    const value: unknown = this.serialize();
    if (typeof value !== 'string' && !(value instanceof Uint8Array))
      throw new TypeError(`Cannot convert ${repr(value)} to EagerTensor of dtype string`, {
        fields: { expected: 'text or bytes', actual: value },
      });
    return {
      dtype: string,
      shape: [],
      data: [typeof value === 'string' ? new TextEncoder().encode(value) : value],
    };
  }

  override _restore_from_tensors(restored: ReadonlyMap<string, HostTensor>): void {
    this.deserialize((restored.get(PYTHON_STATE)!.data as Uint8Array[])[0]!);
  }

  /** Told without calling {@link serialize}, which the program may not expect on a restore. */
  override _restore_specs(): ReadonlyMap<string, RestoreSpec> {
    return new Map([[PYTHON_STATE, { dtype: string, shape: null }]]);
  }

  override get _is_python_state(): boolean {
    return true;
  }
}
