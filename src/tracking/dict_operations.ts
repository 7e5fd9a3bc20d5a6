/** What the two faces of a dict wrapper (an object, a Map) ask of its node. */
import type { Memo } from './deepcopy';
import type { Trackable } from './trackable';

export interface DictOperations extends Trackable {
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
