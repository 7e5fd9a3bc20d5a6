/** Which part of a larger variable a variable is: what a Saver writes it as (saver.md S6.9, format.md F7.6). */
import { BaseVariable } from '../runtime/base_variable';

/** Mirrors `tf.compat.v1.Variable.SaveSliceInfo`. */
export class SaveSliceInfo {
  /**
   * @param full_name the name of the whole, under which a checkpoint has it
   * @param var_offset where the part begins in the whole
   */
  constructor(
    readonly full_name: string,
    readonly full_shape: readonly number[],
    readonly var_offset: readonly number[],
    readonly var_shape: readonly number[],
  ) {}

  /** As SaveV2 and RestoreV2 take it: `4 2 0,2:0,2`. */
  get spec(): string {
    const extents = this.var_offset.map((start, d) => `${start},${this.var_shape[d]}`);
    return `${this.full_shape.join(' ')} ${extents.join(':')}`;
  }
}

const parts = new WeakMap<BaseVariable, SaveSliceInfo>();

/** Says that `variable` is a part. */
export function setSliceInfo(variable: BaseVariable, info: SaveSliceInfo): void {
  parts.set(variable, info);
}
/** What part `variable` is; null if it stands for itself. */
export function sliceInfoOf(variable: BaseVariable): SaveSliceInfo | null {
  return parts.get(variable) ?? null;
}

declare module '../runtime/base_variable' {
  interface BaseVariable {
    /** What part of a larger variable this is; null if it stands for itself. */
    readonly _save_slice_info: SaveSliceInfo | null;
    _get_save_slice_info(): SaveSliceInfo | null;
    /** A Saver writes and reads this variable as that part from now on. */
    _set_save_slice_info(save_slice_info: SaveSliceInfo): void;
  }
}
Object.defineProperty(BaseVariable.prototype, '_save_slice_info', {
  get(this: BaseVariable) {
    return sliceInfoOf(this);
  },
});
BaseVariable.prototype._get_save_slice_info = function (this: BaseVariable) {
  return sliceInfoOf(this);
};
BaseVariable.prototype._set_save_slice_info = function (this: BaseVariable, save_slice_info) {
  setSliceInfo(this, save_slice_info);
};
