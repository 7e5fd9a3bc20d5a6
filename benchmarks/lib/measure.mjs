/** The three kinds of measurement. Each gives `ms` (one figure a contender), `all` behind it, and `errors`. */
import { spawnSync } from 'node:child_process';
import { LARGE_BYTES, MIB } from './rows.mjs';
import { Worker } from './worker.mjs';

/** Rows in microseconds are about compiled code: the compiler wants time first. */
const WARM_UP_MS = 1500;

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function reduce(all, { stat }) {
  const one = stat === 'min' ? (values) => Math.min(...values) : median;
  return Object.fromEntries(Object.entries(all).map(([name, values]) => [name, one(values)]));
}

/** All contenders in turn, in the other order every other round, so that a drifting machine favours nobody. */
export async function measureRow(row, contenders, context, options) {
  const taking = contenders.filter(({ rows, worker }) => rows.includes(row.name) && !worker.dead);
  const warmUp = row.unit === 'us' ? WARM_UP_MS : 0;
  const question = { row: row.name, context, once: row.once ?? false, budget: options.budget, warmUp };
  const rounds = row.slow ? Math.min(2, options.rounds) : options.rounds;
  const all = {};
  const errors = {};
  // Round -1 of a row that is run once warms up.
  for (let round = row.once && !row.slow ? -1 : 0; round < rounds; round++) {
    for (const { name, worker } of round % 2 === 0 ? taking : taking.toReversed()) {
      if (errors[name] !== undefined) continue;
      const answer = await worker.ask({ command: 'measure', ...question });
      if (answer.error !== undefined) errors[name] = answer.error;
      else if (round >= 0) (all[name] ??= []).push(answer.ms);
    }
  }
  for (const { worker } of taking) await worker.ask({ command: 'close', ...question });
  return { ms: reduce(all, options), all, errors };
}

/** Whole processes that start, import, do one small op and exit. */
export async function measureStartup(_row, contenders, _context, options) {
  const taking = contenders.filter(({ hasStartup }) => hasStartup);
  const all = {};
  const errors = {};
  for (let round = -1; round < options.rounds; round++) {
    for (const { name, command, args } of round % 2 === 0 ? taking : taking.toReversed()) {
      const start = performance.now();
      const { status } = spawnSync(command, [...args, '--startup'], { stdio: 'ignore' });
      if (status !== 0) errors[name] = `exited with ${status}`;
      else if (round >= 0) (all[name] ??= []).push(performance.now() - start);
    }
  }
  return { ms: reduce(all, options), all, errors };
}

/** Peak memory above where it stood before one run in a fresh process, in units of the data's size. */
export async function measureMemory(row, contenders, context, options) {
  const all = {};
  const errors = {};
  for (const contender of contenders) {
    if (!contender.rows.includes(row.of)) continue;
    const worker = new Worker(contender, options);
    const answer = await worker.ask({ command: 'memory', row: row.of, context });
    await worker.end();
    if (answer.error !== undefined) errors[contender.name] = answer.error;
    else all[contender.name] = [((answer.peak - answer.base) * MIB) / LARGE_BYTES];
  }
  return { ms: reduce(all, options), all, errors };
}
