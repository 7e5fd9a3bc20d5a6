/** A process that saves small bundles to one prefix over and over: `saver_process.ts FOLDER NAME COUNT`. */

import { AbortedError } from '../../src/errors';
import { commitBundle, openTemporary } from '../../src/saving/commit';
import { runSync } from '../../src/saving/storage/drivers';
import { LocalDisk } from '../../src/saving/storage/local_disk';
import type { Io } from '../../src/saving/storage/storage';

const [, , folder, name, count] = process.argv;
const disk = new LocalDisk();

function* save(content: string): Io<void> {
  const files = [];
  for (const path of ['ckpt.data-00000-of-00002', 'ckpt.data-00001-of-00002', 'ckpt.index']) {
    const file = yield* openTemporary(`${folder}/${path}`);
    yield* file.write([new TextEncoder().encode(content)]);
    files.push(file);
  }
  yield* commitBundle({ index: files.pop()!, data: files });
}

let saved = 0;
let aborted = 0;
for (let i = 0; i < Number(count); i++) {
  try {
    runSync(save(`${name}-${i}`), disk);
    saved++;
  } catch (error) {
    if (!(error instanceof AbortedError)) throw error;
    aborted++;
  }
}
console.log(JSON.stringify({ saved, aborted }));
