/**
 * Runs a bundle with the code that V8 made of it at build time, so that starting does not compile it again
 * (docs/decisions/008). Copied to `dist`.
 */
const fs = require('node:fs');
const { createRequire } = require('node:module');
const path = require('node:path');
const vm = require('node:vm');

const HEAD = '(function (exports, require, module, __filename, __dirname) {';

/** The script of a CommonJS bundle; V8 looks at `cachedData` only if this V8, with these flags, made it. */
function compile(file, cachedData) {
  // esbuild writes ASCII alone, of which V8 then makes no second copy of twice the size.
  const source = `${HEAD}${fs.readFileSync(file, 'latin1')}\n})`;
  return new vm.Script(source, { filename: file, columnOffset: -HEAD.length, cachedData });
}

/** Runs a script from `compile` and gives what the bundle exports. */
function run(script, file) {
  const require = createRequire(file);
  const module = { exports: {}, require };
  script.runInThisContext()(module.exports, require, module, file, path.dirname(file));
  return module.exports;
}

/** What the bundle exports, or null where Node's own `require` must load it: no cache here, or another realm. */
function load(file) {
  // Inside a sandbox such as jest's the script would get the arrays and errors of the world outside.
  if (vm.runInThisContext('globalThis') !== globalThis) return null;
  try {
    return run(compile(file, fs.readFileSync(`${file}.cache`)), file);
  } catch (error) {
    if (error.code === 'ENOENT' && error.path === `${file}.cache`) return null;
    throw error;
  }
}

module.exports = { compile, run, load };
