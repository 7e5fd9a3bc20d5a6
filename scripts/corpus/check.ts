/** Which checker answers for a case, and the tally of a file. */
import * as path from 'node:path';
import { type CorpusCase, readCorpus, type Verdict } from './cases';
import { checkInFunction, checkOpCase, type OpCase } from './op_cases';
import { checkOptimizerCase } from './optimizer_cases';
import { checkPrintingCase } from './printing_cases';
import { checkRandomCase, laterKinds } from './random_cases';

export interface Failure {
  readonly id: string;
  readonly why: string;
}
export interface Tally {
  readonly passed: number;
  readonly failures: readonly Failure[];
  /** Kinds that belong to a part of Flowpoint that does not exist yet, and how many cases each has. */
  readonly later: ReadonlyMap<string, number>;
}

type Check = (c: CorpusCase) => Verdict;

const checks: Record<string, Check> = {
  optimizers: checkOptimizerCase,
  printing: checkPrintingCase,
  random: checkRandomCase,
};

function familyOf(file: string): string {
  return path.basename(file).replace(/\.json(\.gz)?$/, '');
}

/** Cases that must be answered: those whose note sets them aside are there for information. */
export function requiredCases(file: string): readonly CorpusCase[] {
  return readCorpus(file).filter((c) => c.note?.includes('not a requirement') !== true);
}

/** How op cases are run: at once, or inside a function that knows the sizes of its arguments, or does not. */
export type Mode = 'eager' | 'in function' | 'in function of unknown sizes';

/** True for the cases of ops, which can be run in every mode. */
export function isOpCase(file: string): boolean {
  return !(familyOf(file) in checks);
}

function checkOp(c: OpCase, mode: Mode): Verdict {
  return mode === 'eager' ? checkOpCase(c) : checkInFunction(c, mode === 'in function' ? 'known' : 'unknown');
}

export function checkCase(file: string, c: CorpusCase, mode: Mode = 'eager'): Verdict {
  const check = checks[familyOf(file)] ?? ((op: CorpusCase) => checkOp(op as OpCase, mode));
  try {
    return check(c);
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
}

/** What a case is counted under that comes with a later part of Flowpoint; null for one that must be answered. */
function laterKind(c: CorpusCase): string | null {
  return c.kind !== undefined && laterKinds.has(c.kind) ? c.kind : null;
}
export function isLater(c: CorpusCase): boolean {
  return laterKind(c) !== null;
}

export function tally(file: string, mode: Mode = 'eager'): Tally {
  const failures: Failure[] = [];
  const later = new Map<string, number>();
  let passed = 0;
  for (const c of requiredCases(file)) {
    const kind = laterKind(c);
    if (kind !== null) {
      later.set(kind, (later.get(kind) ?? 0) + 1);
      continue;
    }
    const why = checkCase(file, c, mode);
    if (why === null) passed++;
    else failures.push({ id: c.id, why });
  }
  return { passed, failures, later };
}
