/** What a run prints: a line a row while it goes, at the end one table and how the targets stand. */
import fs from 'node:fs';
import os from 'node:os';
import { inUnit, judge, number } from './targets.mjs';

const best = (result) => Math.min(...Object.values(result.ms));

/** Memory rows may be at zero, of which nothing is a multiple. */
function ratio(result, name) {
  return result.kind === 'memory' ? '' : ` (${(result.ms[name] / best(result)).toFixed(2)})`;
}

function rate({ flop, bytes }, ms) {
  if (flop !== undefined) return ` ${(flop / ms / 1e6).toFixed(0)}GFLOP/s`;
  if (bytes !== undefined) return ` ${(bytes / ms / 1e6).toFixed(2)}GB/s`;
  return '';
}

export function resultLine(result) {
  const figures = Object.entries(result.ms).map(
    ([name, ms]) =>
      `${name} ${number(inUnit(result, name))}${result.unit}${rate(result, ms)}${ratio(result, name)}`,
  );
  const failures = Object.entries(result.errors).map(([name, error]) => `${name}: ${error.slice(0, 120)}`);
  return `${result.label.padEnd(20)} ${[...figures, ...failures].join(' | ')}`;
}

/** One table: a line a row, a column a contender, each figure with its ratio to the best. */
function table(results, names) {
  const widths = names.map((name) => Math.max(14, name.length + 2));
  const cell = (text, i) => text.padStart(widths[i]);
  const lines = [`${'workload'.padEnd(20)} unit${names.map(cell).join('')}`];
  for (const result of results) {
    const cells = names.map((name) => {
      if (result.ms[name] !== undefined) return `${number(inUnit(result, name))}${ratio(result, name)}`;
      return result.errors[name] === undefined ? '-' : 'error';
    });
    lines.push(`${result.label.padEnd(20)} ${result.unit.padEnd(4)}${cells.map(cell).join('')}`);
  }
  return lines;
}

/** Ours beside every TensorFlow: time as a multiple of theirs. */
function ratiosToTensorFlow(results, names) {
  const peers = names.filter((name) => name.startsWith('tf2'));
  const ours = names.filter((name) => name.startsWith('flowpoint'));
  const lines = [];
  for (const result of results) {
    const parts = [];
    for (const name of ours) {
      for (const peer of peers) {
        const mine = result.ms[name];
        const theirs = result.ms[peer];
        if (mine === undefined || theirs === undefined || theirs === 0) continue;
        parts.push(`${name}/${peer} ${(mine / theirs).toFixed(3)}`);
      }
    }
    if (parts.length > 0) lines.push(`${result.label.padEnd(20)} ${parts.join('  ')}`);
  }
  return lines.length === 0 ? [] : ['', 'ratio to TensorFlow (less is better)', ...lines];
}

function targets(results) {
  const judged = results.flatMap((result) => judge(result).map((verdict) => ({ ...verdict, result })));
  if (judged.length === 0) return [];
  const reached = judged.filter((verdict) => verdict.reached).length;
  return [
    '',
    'targets',
    ...judged.map(({ text, result }) => `${result.label.padEnd(20)} ${text}`),
    `${reached} of ${judged.length} reached`,
  ];
}

/** Everything at the end, as text. */
export function summary(results, names, { atStart, atEnd }) {
  const load = (figures) => figures.map((figure) => figure.toFixed(1)).join(' ');
  return [
    '',
    `Node ${process.version}, ${os.cpus().length} cores; load ${load(atStart)} at the start, ${load(atEnd)} at the end`,
    ...table(results, names),
    ...ratiosToTensorFlow(results, names),
    ...targets(results),
    '',
  ].join('\n');
}

export function writeResults(file, results) {
  const machine = { date: new Date().toISOString(), node: process.version, cpu: os.cpus()[0]?.model };
  fs.writeFileSync(file, `${JSON.stringify({ ...machine, results }, null, 1)}\n`);
}
