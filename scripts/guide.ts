/**
 * `npm run -s guide`: runs every cell of TF's two guides that exists in examples/guide, each guide in a process
 * and a fresh temporary folder of its own, with a line `# guide/cell` before what the cell prints.
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

function main(): void {
  const guide = process.argv[2];
  if (guide !== undefined) {
    runGuide(guide);
    return;
  }
  for (const name of ['migrate', 'checkpoint']) {
    const child = spawnSync(process.execPath, [...process.execArgv, __filename, name], { stdio: 'inherit' });
    if (child.status !== 0) process.exit(child.status ?? 1);
  }
}

function runGuide(guide: string): void {
  const folder = path.join(root, 'examples/guide', guide);
  const existing = fs
    .readdirSync(folder)
    .filter((name) => /^\d/.test(name))
    .map((name) => `${guide}/${path.parse(name).name}`);
  const missing = Object.keys(standIns).filter(
    (cell) => cell.startsWith(`${guide}/`) && !existing.includes(cell),
  );
  const work = fs.mkdtempSync(path.join(os.tmpdir(), 'flowpoint-guide-'));
  process.chdir(work);
  tf.get_logger().redirect((line) => print(line));
  try {
    for (const cell of [...existing, ...missing].sort()) {
      if (missing.includes(cell)) standIn(cell, work);
      else {
        print(`# ${cell}`);
        require(path.join(root, 'examples/guide', cell));
      }
    }
  } finally {
    process.chdir(root);
    fs.rmSync(work, { recursive: true });
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
