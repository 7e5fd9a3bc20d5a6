/** What a Saver says of itself: TF's `SaverDef` message, as a plain object with the message's fields. */

export const CheckpointFormatVersion = Object.freeze({ LEGACY: 0, V1: 1, V2: 2 });

/** Mirrors `tf.compat.v1.train.SaverDef`. */
export class SaverDef {
  static readonly LEGACY = 0;
  static readonly V1 = 1;
  static readonly V2 = 2;
  static readonly CheckpointFormatVersion = CheckpointFormatVersion;
  filename_tensor_name = '';
  save_tensor_name = '';
  restore_op_name = '';
  max_to_keep = 0;
  sharded = false;
  keep_checkpoint_every_n_hours = 0;
  version: number = SaverDef.LEGACY;

  constructor(fields: Partial<SaverDef> = {}) {
    Object.assign(this, fields);
  }
}
