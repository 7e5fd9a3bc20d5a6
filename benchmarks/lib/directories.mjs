/** Where checkpoints are written and read: a folder on disk and, where there is one, a folder on tmpfs. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** BENCH_DISK and BENCH_SHM name other places; an empty BENCH_SHM leaves tmpfs out. */
export function makeDirectories() {
  const shm = process.env.BENCH_SHM ?? (fs.existsSync('/dev/shm') ? '/dev/shm/flowpoint-bench' : '');
  const directories = {
    disk: path.resolve(process.env.BENCH_DISK ?? path.join(os.tmpdir(), 'flowpoint-bench')),
  };
  if (shm !== '') directories.shm = path.resolve(shm);
  for (const directory of Object.values(directories)) fs.mkdirSync(directory, { recursive: true });
  return directories;
}

/** Removes what the contenders wrote; with `clean` the fixtures too. Other people's files stay. */
export function removeOutputs(directories, { clean }) {
  const ours = clean ? /^(out|fx)_/ : /^out_/;
  for (const directory of Object.values(directories)) {
    for (const name of fs.readdirSync(directory)) {
      if (ours.test(name)) fs.rmSync(path.join(directory, name), { recursive: true });
    }
  }
}
