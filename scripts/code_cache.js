/** Writes `BUNDLE.cache` when a typical use of the bundle ends: `node code_cache.js BUNDLE [ARGUMENT…]`. */
const fs = require('node:fs');
const path = require('node:path');
const { compile, run } = require('./with_code_cache');

const [file, ...args] = process.argv.slice(2);
const script = compile(file);
// Only then does the cache hold the functions that starting needs.
process.on('exit', () => fs.writeFileSync(`${file}.cache`, script.createCachedData()));
process.argv = [process.execPath, file, ...args];
const { entries } = run(script, file);
if (path.basename(file) === 'flowpoint.bundle.js') useOnce(entries[0]);

function useOnce(tf) {
  tf.constant([1, 2])
    .add(tf.constant([3, 4]))
    .numpy();
  const v = new tf.Variable([1, 2]);
  v.assign_add([1, 1]);
}
