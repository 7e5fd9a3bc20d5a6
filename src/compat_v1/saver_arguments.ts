/** What a Saver's calls are given: parameters in TF's order, and keywords. */
import { type Args, isPlainObject } from '../python/arguments';
import type { PathLike } from '../saving/storage/paths';
import { asTrackable } from '../tracking/trackable';
import type { GlobalStepLike } from './global_step';
import type { VarList } from './saveables';
import type { SaverDef } from './saver_def';
import type { Session } from './session';

export interface SaverKeywords {
  var_list?: VarList | null;
  /** Values are given the shapes of their variables. */
  reshape?: boolean;
  sharded?: boolean;
  /** 0 or null: all are kept and none is listed. */
  max_to_keep?: number | null;
  keep_checkpoint_every_n_hours?: number;
  name?: string | null;
  restore_sequentially?: boolean;
  saver_def?: SaverDef | null;
  builder?: null;
  defer_build?: boolean;
  allow_empty?: boolean;
  /** `SaverDef.V2` or `SaverDef.V1`. */
  write_version?: number;
  pad_step_number?: boolean;
  save_relative_paths?: boolean;
  filename?: string | null;
}
export type SaverArguments = Args<
  [],
  [
    var_list: VarList | null,
    reshape: boolean,
    sharded: boolean,
    max_to_keep: number | null,
    keep_checkpoint_every_n_hours: number,
    name: string | null,
  ],
  SaverKeywords
>;
export const saverParameters = [
  'var_list',
  'reshape',
  'sharded',
  'max_to_keep',
  'keep_checkpoint_every_n_hours',
  'name',
  'restore_sequentially',
  'saver_def',
  'builder',
  'defer_build',
  'allow_empty',
  'write_version',
  'pad_step_number',
  'save_relative_paths',
  'filename',
] as const;

export interface SaveKeywords {
  sess?: Session | null;
  save_path?: PathLike;
  global_step?: GlobalStepLike | null;
  latest_filename?: string | null;
  meta_graph_suffix?: string;
  /** Accepted: graphs are not written yet, so there is no `.meta` file either way. */
  write_meta_graph?: boolean;
  write_state?: boolean;
  strip_default_attrs?: boolean;
  save_debug_info?: boolean;
}
export type SaveArguments =
  | Args<
      [sess: Session | null, save_path: PathLike],
      [global_step: GlobalStepLike | null, latest_filename: string | null, meta_graph_suffix: string],
      SaveKeywords,
      ['sess', 'save_path']
    >
  | [SaveKeywords];
export interface RestoreKeywords {
  sess?: Session | null;
  save_path?: PathLike | null;
}
export type RestoreArguments = [sess: Session | null, save_path: PathLike | null] | [RestoreKeywords];

/** A lone object is a dict of variables, unless all its keys are parameters and no value is an object with values. */
export function isSaverKeywords(value: unknown): boolean {
  if (!isPlainObject(value)) return false;
  const names: readonly string[] = saverParameters;
  return Object.entries(value).every(([key, item]) => names.includes(key) && asTrackable(item) === null);
}
