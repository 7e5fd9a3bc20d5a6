/** Tests the package as a user gets it: `npm pack`, install into an empty folder, then import, require, types and the command. */
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const root = path.resolve(__dirname, '..');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'flowpoint-package-'));
const run = (command, args, cwd = folder) => execFileSync(command, args, { cwd, encoding: 'utf8' });

const checks = {
  'required.cjs': `
    const tf = require('flowpoint');
    const { print } = require('flowpoint/python');
    import('flowpoint').then((esm) => {
      if (esm.Variable !== tf.Variable) throw new Error('import and require give two copies of a class');
      print(new tf.Variable(1, { name: 'a' }));
    });`,
  // Nothing else would show that checksums are computed by the slow loop although the fast package is there.
  'checksums.cjs': `
    const tf = require('flowpoint');
    new tf.train.Checkpoint({ v: new tf.Variable(tf.zeros([1000])) }).save('zeros');
    const isFast = Object.keys(require.cache).some((name) => name.includes('@node-rs'));
    let isThere = true;
    try { require('@node-rs/crc32'); } catch { isThere = false; }
    console.log(isFast === isThere);`,
  'imported.mjs': `
    import * as tf from 'flowpoint';
    import { print } from 'flowpoint/python';
    const path = new tf.train.Checkpoint({ v: new tf.Variable([1, 2]) }).save('ckpt');
    print(tf.train.load_checkpoint(path).get_tensor('v/.ATTRIBUTES/VARIABLE_VALUE'));`,
};
/** What a strict TypeScript user writes; our declarations are checked with it. */
const typed = `
import * as tf from 'flowpoint';
import * as tf1 from 'flowpoint/compat/v1';
import { print } from 'flowpoint/python';

class Net extends tf.Module {
  w = new tf.Variable([1, 2]);
}
const ckpt = new tf.train.Checkpoint({ net: new Net(), step: new tf.Variable(0n) });
ckpt.step.assign_add(1);
const optimizer = new tf.keras.optimizers.Adam(0.1, { beta_1: 0.8 });
const double = tf.function((x: tf.Tensor) => x.add(x));
print(double(ckpt.net.w.value()), optimizer.iterations, tf1.AUTO_REUSE);
`;
/** An ES module has no default export: declarations that were CommonJS's would let this pass. */
const withoutDefault = `
// @ts-expect-error
import entry from 'flowpoint';
// @ts-expect-error
import pythonEntry from 'flowpoint/python';
// @ts-expect-error
import v1Entry from 'flowpoint/compat/v1';
${typed}`;
/** What TypeScript may look for our declarations with: files, and the options that go with them. */
const typings = [
  { files: { 'module.mts': withoutDefault, 'script.cts': typed }, options: ['--module', 'node16'] },
  { files: { 'bundled.ts': withoutDefault }, options: ['--module', 'esnext', '--moduleResolution', 'bundler'] },
  { files: { 'old.ts': typed }, options: ['--module', 'commonjs', '--moduleResolution', 'node10'] },
];
const compilerOptions = ['--strict', '--noEmit', '--target', 'es2022', '--lib', 'es2022,esnext.disposable,dom'];

/** A bundle that a user makes of ours has no files of ours beside it. */
function checkBundled() {
  const options = ['--bundle', '--platform=node', '--log-level=error', '--outfile=bundled.cjs'];
  run(require.resolve('esbuild/bin/esbuild'), [...options, 'imported.mjs']);
  const printed = run(process.execPath, ['bundled.cjs']);
  if (printed !== expected['imported.mjs']) throw new Error(`bundled.cjs printed ${printed}`);
}

/** Without the code that V8 made at build time, starting takes twice as long. */
function checkCodeCache(name) {
  const { compile } = require(path.join(root, 'dist/with_code_cache.js'));
  const file = path.join(root, 'dist', `${name}.bundle.js`);
  const { cachedDataRejected } = compile(file, fs.readFileSync(`${file}.cache`));
  if (cachedDataRejected !== false) throw new Error(`this Node refuses ${file}.cache`);
}

const expected = {
  'required.cjs': "<tf.Variable 'a:0' shape=() dtype=float32, numpy=1.0>\n",
  'checksums.cjs': 'true\n',
  'imported.mjs': '[1. 2.]\n',
};

try {
  const tarball = run('npm', ['pack', '--silent', '--pack-destination', folder], root).trim().split('\n').at(-1);
  fs.writeFileSync(path.join(folder, 'package.json'), '{"private": true}');
  run('npm', ['install', '--silent', '--no-audit', '--no-fund', `./${tarball}`]);
  for (const [name, source] of Object.entries(checks)) {
    fs.writeFileSync(path.join(folder, name), source);
    const printed = run(process.execPath, [name]);
    if (printed !== expected[name]) throw new Error(`${name} printed ${printed}`);
  }
  checkBundled();
  for (const name of ['flowpoint', 'command']) checkCodeCache(name);
  for (const { files, options } of typings) {
    for (const [name, source] of Object.entries(files)) fs.writeFileSync(path.join(folder, name), source);
    run(process.execPath, [require.resolve('typescript/bin/tsc'), ...compilerOptions, ...options, ...Object.keys(files)]);
  }
  const listed = JSON.parse(run('npx', ['--no-install', 'flowpoint', 'inspect', 'ckpt-1', '--json']));
  if (listed.kind !== 'object-based') throw new Error(`inspect printed ${JSON.stringify(listed)}`);
  execFileSync('npx', ['--no-install', 'publint'], { cwd: root, stdio: 'inherit' });
  console.log(`${tarball}: import, require, types and the command work after an install`);
} finally {
  fs.rmSync(folder, { recursive: true });
}
