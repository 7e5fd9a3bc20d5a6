/**
 * Builds `dist`: types by tsc, and one CommonJS file for all entries of the library, so that every class exists once
 * under `import` and `require` and starting does not open hundreds of files (docs/decisions/005). The command is a
 * file of its own. ES module entries re-export the CommonJS ones, their types too.
 */
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const esbuild = require('esbuild');

const root = path.resolve(__dirname, '..');
const dist = path.join(root, 'dist');
const { exports: exported } = require('../package.json');
/** The command reads this to have compiled what an inspection needs. */
const SAMPLE = path.join(root, 'test/fixtures/goldens/tf2.15/trackables/module/ckpt-1');
const entries = Object.values(exported).filter((entry) => typeof entry === 'object');

fs.rmSync(dist, { recursive: true, force: true });
execFileSync(process.execPath, [require.resolve('typescript/bin/tsc'), '-p', 'tsconfig.build.json'], {
  cwd: root,
  stdio: 'inherit',
});
copyGeneratedTypes();
fs.copyFileSync(path.join(__dirname, 'with_code_cache.js'), path.join(dist, 'with_code_cache.js'));
bundle(allEntries(), 'flowpoint');
bundle("import { run } from './src/cli/main';\nrun();\n", 'command', ['inspect', SAMPLE, '--tree']);
for (const [i, entry] of entries.entries()) writeEntry(entry, i);
fs.writeFileSync(path.join(dist, 'cli', 'main.js'), "#!/usr/bin/env node\nrequire('../command.js');\n", { mode: 0o755 });

/** tsc leaves declarations that it did not make where they were. */
function copyGeneratedTypes() {
  for (const name of fs.readdirSync(path.join(root, 'src'), { recursive: true })) {
    if (name.endsWith('.d.ts')) fs.copyFileSync(path.join(root, 'src', name), path.join(dist, name));
  }
}

function allEntries() {
  const imports = entries.map((entry, i) => `import * as entry${i} from '${entry['flowpoint-source']}';\n`);
  return `${imports.join('')}export const entries = [${entries.map((_, i) => `entry${i}`).join(', ')}];\n`;
}

/** Writes `NAME.bundle.js`, what V8 makes of it while it is used with `args`, and `NAME.js`, which loads both. */
function bundle(source, name, args = []) {
  const file = path.join(dist, `${name}.bundle.js`);
  esbuild.buildSync({
    stdin: { contents: source, resolveDir: root, loader: 'ts' },
    outfile: file,
    bundle: true,
    platform: 'node',
    target: 'node20',
    packages: 'external',
    // Errors tell their class by its name, and esbuild renames what a global is called too.
    keepNames: true,
    minifyWhitespace: true,
    minifySyntax: true,
    // Node shows the line of an uncaught error.
    lineLimit: 160,
    logLevel: 'warning',
  });
  nameOnlyWhatWasRenamed(file);
  execFileSync(process.execPath, [path.join(__dirname, 'code_cache.js'), file, ...args], { stdio: ['ignore', 'ignore', 'inherit'] });
  // A bundler that follows `require` finds the bundle in it.
  fs.writeFileSync(
    path.join(dist, `${name}.js`),
    `const { load } = require('./with_code_cache.js');\nconst path = require('node:path');\n
module.exports = load(path.join(__dirname, '${name}.bundle.js')) ?? require('./${name}.bundle.js');\n`,
  );
}

/**
 * esbuild gives every function its name anew wherever it is made, which took a seventh of a small training step. Only
 * constructors show theirs, and only those that were renamed have lost it.
 */
function nameOnlyWhatWasRenamed(file) {
  const text = fs.readFileSync(file, 'utf8');
  const whole = /var __name=\((\w+),\s*(\w+)\)=>__defProp/;
  if (!whole.test(text)) throw new Error(`${file} has no helper __name as esbuild writes it`);
  // `in` asks whether there is a prototype without making it.
  const lazy = 'var __name=($1,$2)=>!("prototype"in $1)||$1.name===$2?$1:__defProp';
  fs.writeFileSync(file, text.replace(whole, lazy));
}

function writeEntry(entry, position) {
  const file = path.join(root, entry.default.default);
  const bundled = path.relative(path.dirname(file), path.join(dist, 'flowpoint.js'));
  const place = bundled.startsWith('.') ? bundled : `./${bundled}`;
  // In two steps: Node would look through all of the bundle for names if it saw that it is what is exported.
  fs.writeFileSync(file, `const { entries } = require('${place}');\nmodule.exports = entries[${position}];\n`);
  const names = Object.keys(require(file));
  // Under a name of its own first: `case` and `function` are words that no constant may have.
  const values = names.map((name, i) => `const _${i} = cjs.${name};\n`).join('');
  const exports = names.map((name, i) => `  _${i} as ${name},\n`).join('');
  const sibling = `'./${path.basename(file)}'`;
  fs.writeFileSync(
    path.join(root, entry.import.default),
    `import cjs from ${sibling};\n\n${values}\nexport {\n${exports}};\n`,
  );
  // TypeScript would take declarations of CommonJS to have a default export when they are imported.
  fs.writeFileSync(path.join(root, entry.import.types), `export * from ${sibling};\n`);
}
