/** `npm run bench -- GROUP`: Flowpoint and its peers, each in a process of its own, taking turns in one run. */
import os from 'node:os';
import { startContenders } from './lib/contenders.mjs';
import { makeDirectories, removeOutputs } from './lib/directories.mjs';
import { makeFixtures } from './lib/fixtures.mjs';
import { measureMemory, measureRow, measureStartup } from './lib/measure.mjs';
import { parseOptions } from './lib/options.mjs';
import { resultLine, summary, writeResults } from './lib/report.mjs';
import { rowsOfGroup } from './lib/rows.mjs';

const options = parseOptions(process.argv.slice(2));
const rows = rowsOfGroup(options.group).filter((row) => options.rows.test(row.name));
const directories = makeDirectories();
const loadAtStart = os.loadavg();

if (rows.some((row) => row.fixtures)) makeFixtures(directories, options);
const contenders = await startContenders(options);
const measure = { timed: measureRow, startup: measureStartup, memory: measureMemory };
const results = [];
for (const row of rows) {
  // Only rows that write or read much are repeated on every kind of storage.
  const places = row.everyDirectory ? Object.keys(directories) : [directories.shm ? 'shm' : 'disk'];
  for (const place of places) {
    const label = row.everyDirectory ? `${row.name}@${place}` : row.name;
    if (!options.places.test(place) && row.everyDirectory) continue;
    const measured = await measure[row.kind](row, contenders, { dir: directories[place] }, options);
    const result = { ...row, label, place, ...measured };
    results.push(result);
    process.stderr.write(`${resultLine(result)}\n`);
  }
}
for (const contender of contenders) await contender.worker.end();
removeOutputs(directories, options);

const measured = ({ name }) => results.some((result) => name in result.ms || name in result.errors);
const names = contenders.filter(measured).map((contender) => contender.name);
process.stdout.write(summary(results, names, { atStart: loadAtStart, atEnd: os.loadavg() }));
if (options.out !== null) writeResults(options.out, results);
