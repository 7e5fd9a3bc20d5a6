/** The conformance corpus: what real TensorFlow answers. Its README describes the format. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

export interface CorpusCase {
  readonly id: string;
  /** Absent in op cases. */
  readonly kind?: string;
  readonly note?: string;
  readonly [field: string]: unknown;
}

/** What is wrong with our answer to a case; null if nothing is. */
export type Verdict = string | null;

/** All cases of a corpus file, gzipped or not. */
export function readCorpus<C extends CorpusCase>(path: string): readonly C[] {
  const bytes = readFileSync(path);
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  return (JSON.parse(text) as { cases: C[] }).cases;
}
