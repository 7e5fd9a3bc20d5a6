/** 256 MB in 64 pieces through one file, with nothing of a format around them. */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

const COUNT = 64;
const SIZE = 4 * 2 ** 20;
const DATA_FILE = 'fx_v1_256.data-00000-of-00001';

let made;
export function pieces() {
  made ??= Array.from({ length: COUNT }, (_, i) => Buffer.from(new Float32Array(SIZE / 4).fill(i).buffer));
  return made;
}

function writeAll(fd, bytes) {
  for (let at = 0; at < SIZE; ) at += fs.writeSync(fd, bytes, at, SIZE - at);
}

function readAll(fd, bytes, offset) {
  for (let at = 0; at < SIZE; ) at += fs.readSync(fd, bytes, at, SIZE - at, offset + at);
}

/** Saving, restoring into the same memory and reading into fresh memory; `check` sees every piece. */
export function plainFiles(name, check) {
  const save = ({ dir }) => {
    const data = pieces();
    const file = path.join(dir, `out_${name}`);
    return {
      run() {
        const fd = fs.openSync(`${file}.tmp`, 'w');
        for (const bytes of data) {
          check(bytes);
          writeAll(fd, bytes);
        }
        fs.closeSync(fd);
        fs.renameSync(`${file}.tmp`, file);
      },
    };
  };
  const read =
    (memory) =>
    ({ dir }) => {
      const file = path.join(dir, DATA_FILE);
      return {
        run() {
          const into = memory();
          const fd = fs.openSync(file, 'r');
          for (let i = 0; i < COUNT; i++) {
            const bytes = (into[i] ??= Buffer.allocUnsafeSlow(SIZE));
            readAll(fd, bytes, i * SIZE);
            check(bytes);
          }
          fs.closeSync(fd);
        },
      };
    };
  return { save256_obj: save, restore256_obj: read(pieces), readall256: read(() => []) };
}

/** What the machine gives at best. */
export const copying = {
  copy256({ dir }) {
    const files = [DATA_FILE, 'out_cp'].map((file) => path.join(dir, file));
    return { run: () => execFileSync('cp', files) };
  },
  memcpy_256() {
    const from = pieces();
    const to = from.map((bytes) => Buffer.from(bytes));
    return {
      run() {
        for (const [i, bytes] of to.entries()) bytes.set(from[i]);
      },
    };
  },
};
