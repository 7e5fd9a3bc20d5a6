/** Who takes part: a file in contenders/ is a contender, if what it needs is at hand. */
import fs from 'node:fs';
import path from 'node:path';
import { pythons } from './options.mjs';
import { Worker } from './worker.mjs';

const folder = path.join(import.meta.dirname, '..', 'contenders');
/** Node's flags for every JavaScript contender. */
const nodeFlags = ['--expose-gc'];

/** How to start each contender there could be. */
function candidates() {
  const list = [];
  for (const file of fs.readdirSync(folder).sort()) {
    const contender = path.join(folder, file);
    if (file.endsWith('.mjs')) {
      const serve = path.join(import.meta.dirname, 'serve.mjs');
      list.push({ command: process.execPath, args: [...nodeFlags, serve, contender] });
    } else if (file.endsWith('.py')) {
      const serve = path.join(import.meta.dirname, 'serve.py');
      // Every TensorFlow is a peer of its own; numpy is measured once.
      const interpreters = file.startsWith('numpy') ? pythons.slice(0, 1) : pythons;
      for (const python of interpreters) list.push({ command: python, args: [serve, contender] });
    }
  }
  return list;
}

/** Starts all that can be started; each gets its `name`, the `rows` it takes part in, and its `worker`. */
export async function startContenders(options) {
  const started = [];
  for (const candidate of candidates()) {
    const worker = new Worker(candidate, options);
    const hello = await worker.ask({ command: 'hello' });
    if (hello.error === undefined && options.only.test(hello.name)) {
      started.push({ ...candidate, ...hello, worker });
    } else {
      const file = path.basename(candidate.args.at(-1));
      if (hello.error !== undefined) process.stderr.write(`without ${file}: ${hello.error}\n`);
      await worker.end();
    }
  }
  return started;
}
