/**
 * The checkpoints that the reading rows read: `fx_obj_256` and `fx_v1_256` (64 variables of 4 MB), `fx_obj_tiny` and
 * `fx_v1_tiny` (20,000 of 16 bytes), object-based and name-based. TensorFlow makes them where it is at hand, else
 * Flowpoint does. They are kept for the next run.
 */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { pythons } from './options.mjs';

const names = ['fx_obj_256', 'fx_v1_256', 'fx_obj_tiny', 'fx_v1_tiny'];

export function makeFixtures(directories, { stderr }) {
  const missing = Object.values(directories).filter((directory) =>
    names.some((name) => !fs.existsSync(path.join(directory, `${name}.index`))),
  );
  if (missing.length === 0) return;
  const [python] = pythons;
  const maker = python === undefined ? 'Flowpoint' : 'TensorFlow';
  process.stderr.write(`making fixtures with ${maker} in ${missing.join(' and ')}\n`);
  const script = path.join(
    import.meta.dirname,
    python === undefined ? 'make_fixtures.mjs' : 'make_fixtures.py',
  );
  const stdio = ['ignore', 'ignore', stderr || python === undefined ? 'inherit' : 'ignore'];
  const { status } = spawnSync(python ?? process.execPath, [script, ...missing], { stdio });
  if (status !== 0) throw new Error(`${script} failed; --stderr shows why`);
}
