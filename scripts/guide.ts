/**
 * `npm run -s guide [-- FOLDER]`: runs every cell of TF's two guides that exists in examples/guide, each guide in a
 * process and a folder of its own, with a line `# guide/cell` before what the cell prints. What the cells save is left in
 * `FOLDER/migrate` and `FOLDER/checkpoint`; without a FOLDER it goes.
 */
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import * as tf from 'flowpoint';
import { print } from 'flowpoint/python';

const root = path.resolve(__dirname, '..');
const fixtures = path.join(root, 'test/fixtures');

/** What cells that do not exist yet leave in the working folder, as real TensorFlow wrote it. */
const standIns: Record<string, readonly string[]> = {
  'checkpoint/04_restore_and_continue': ['guide/checkpoint/tf_ckpts'],
};

const guides = ['migrate', 'checkpoint'];

function main(): void {
  // With two arguments it is the process of one guide.
  const [guide, within] = process.argv.slice(2);
  if (guide !== undefined && within !== undefined) {
    runGuide(guide, within);
    return;
  }
  const folder = guide ?? fs.mkdtempSync(path.join(os.tmpdir(), 'flowpoint-guide-'));
  try {
    for (const name of guides) {
      const args = [...process.execArgv, __filename, name, path.resolve(folder, name)];
      const child = spawnSync(process.execPath, args, { stdio: 'inherit' });
      process.exitCode = child.status ?? 1;
      if (process.exitCode !== 0) return;
    }
  } finally {
    if (guide === undefined) fs.rmSync(folder, { recursive: true });
  }
}

function runGuide(guide: string, work: string): void {
  const folder = path.join(root, 'examples/guide', guide);
  const existing = fs
    .readdirSync(folder)
    .filter((name) => /^\d/.test(name))
    .map((name) => `${guide}/${path.parse(name).name}`);
  const missing = Object.keys(standIns).filter(
    (cell) => cell.startsWith(`${guide}/`) && !existing.includes(cell),
  );
  fs.mkdirSync(work, { recursive: true });
  process.chdir(work);
  tf.get_logger().redirect((line) => print(line));
  for (const cell of [...existing, ...missing].sort()) {
    if (missing.includes(cell)) standIn(cell, work);
    else {
      print(`# ${cell}`);
      require(path.join(root, 'examples/guide', cell));
    }
  }
}

function standIn(cell: string, work: string): void {
  for (const prefix of standIns[cell]!) {
    const folder = path.join(fixtures, path.dirname(prefix));
    const base = path.basename(prefix);
    for (const name of fs.readdirSync(folder).filter((n) => n === base || n.startsWith(`${base}.`))) {
      fs.cpSync(path.join(folder, name), path.join(work, name), { recursive: true });
    }
  }
}

main();
