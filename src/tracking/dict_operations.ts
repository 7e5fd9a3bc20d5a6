/** What the two faces of a dict wrapper (an object, a Map) ask of its node. */

import type { TrackableDataStructure } from './data_structure';
import type { Memo } from './deepcopy';

export interface DictOperations extends TrackableDataStructure {
  /** `d[key] = value` */
  setItem(key: unknown, value: unknown): void;
  /** `del d[key]`; false if there is none. */
  deleteItem(key: unknown): boolean;
  copy(): object;
  deepcopy(memo: Memo): object;
  equals(other: unknown): boolean;
  __str__(): string;
  __repr__(): string;
  __hash__(): never;
}
