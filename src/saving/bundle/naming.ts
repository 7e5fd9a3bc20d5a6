/** Names of the files of a checkpoint (format.md F1). */

/** As C's `%05d`. */
export const fiveDigits = (n: number) =>
  n < 0 ? `-${String(-n).padStart(4, '0')}` : String(n).padStart(5, '0');

/** `P.index`. */
export function indexPath(prefix: string): string {
  return `${prefix}.index`;
}

/** `P.data-SSSSS-of-NNNNN`, five digits each (as C's `%05d`). */
export function dataPath(prefix: string, shard: number, shards: number): string {
  return `${prefix}.data-${fiveDigits(shard)}-of-${fiveDigits(shards)}`;
}

/** The prefix a user means: a trailing `.index` is taken off (F1.2). */
export function checkpointPrefix(path: string): string {
  return path.endsWith('.index') ? path.slice(0, -'.index'.length) : path;
}
