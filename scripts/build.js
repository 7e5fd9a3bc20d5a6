/**
 * Builds `dist`: types by tsc, and one CommonJS file for all entries of the library, so that every class exists once
 * under `import` and `require` and starting does not open hundreds of files (docs/decisions/005). The command is a
 * file of its own. ES module entries re-export the CommonJS ones.
 */
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const esbuild = require('esbuild');

const root = path.resolve(__dirname, '..');
const dist = path.join(root, 'dist');
const { dependencies, optionalDependencies, exports: exported } = require('../package.json');
const entries = Object.values(exported).filter((entry) => typeof entry === 'object');

fs.rmSync(dist, { recursive: true, force: true });
execFileSync(process.execPath, [require.resolve('typescript/bin/tsc'), '-p', 'tsconfig.build.json'], {
  cwd: root,
  stdio: 'inherit',
});
copyGeneratedCode();
bundle(entriesSource(), 'flowpoint.js');
bundle("require('./cli/main.js').run();", 'command.js');
removeParts(dist);
for (const [i, entry] of entries.entries()) writeEntry(entry, i);
fs.mkdirSync(path.join(dist, 'cli'), { recursive: true });
fs.writeFileSync(path.join(dist, 'cli', 'main.js'), "#!/usr/bin/env node\nrequire('../command.js');\n", { mode: 0o755 });

/** tsc leaves JavaScript that it did not make where it was. */
function copyGeneratedCode() {
  for (const name of fs.readdirSync(path.join(root, 'src'), { recursive: true })) {
    if (/generated[^/]*\.(js|d\.ts)$/.test(name)) fs.copyFileSync(path.join(root, 'src', name), path.join(dist, name));
  }
}

function entriesSource() {
  const parts = entries.map((entry) => `require('./${path.relative('dist', entry.default)}')`);
  return `module.exports = [${parts.join(', ')}];`;
}

/** What tsc made is bundled, not the sources: there each module keeps a scope, and each class its name. */
function bundle(source, name) {
  esbuild.buildSync({
    stdin: { contents: source, resolveDir: dist },
    outfile: path.join(dist, name),
    bundle: true,
    platform: 'node',
    target: 'node20',
    external: Object.keys({ ...dependencies, ...optionalDependencies }).flatMap((item) => [item, `${item}/*`]),
    allowOverwrite: true,
    logLevel: 'warning',
  });
}

/** The single files are in the bundles now; their types stay. */
function removeParts(folder) {
  for (const item of fs.readdirSync(folder, { recursive: true })) {
    const file = path.join(folder, item);
    const part = /\.js(\.map)?$/.test(item) && !['flowpoint.js', 'command.js'].includes(item);
    if (part) fs.rmSync(file);
  }
}

function writeEntry(entry, position) {
  const file = path.join(root, entry.default);
  const bundled = path.relative(path.dirname(file), path.join(dist, 'flowpoint.js'));
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, `module.exports = require('./${bundled}')[${position}];\n`.replace('./../', '../'));
  const names = Object.keys(require(file)).filter((name) => name !== '__esModule');
  // Under a name of its own first: `case` and `function` are words that no constant may have.
  const values = names.map((name, i) => `const _${i} = cjs.${name};\n`).join('');
  const exported = names.map((name, i) => `  _${i} as ${name},\n`).join('');
  fs.writeFileSync(
    path.join(root, entry.import),
    `import cjs from './${path.basename(file)}';\n\n${values}\nexport {\n${exported}};\n`,
  );
}
