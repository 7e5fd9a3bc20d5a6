/** Builds `dist`: one CommonJS build by tsc, and ES module entries that re-export it, so every class exists once. */
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const root = path.resolve(__dirname, '..');
const dist = path.join(root, 'dist');

fs.rmSync(dist, { recursive: true, force: true });
execFileSync(process.execPath, [require.resolve('typescript/bin/tsc'), '-p', 'tsconfig.build.json'], {
  cwd: root,
  stdio: 'inherit',
});

const proto = path.join('saving', 'proto');
for (const name of fs.readdirSync(path.join(root, 'src', proto))) {
  if (name.endsWith('.js') || name.endsWith('.d.ts')) {
    fs.copyFileSync(path.join(root, 'src', proto, name), path.join(dist, proto, name));
  }
}

const { exports: entries } = require('../package.json');
for (const entry of Object.values(entries)) {
  if (typeof entry === 'string') continue;
  const names = Object.keys(require(path.join(root, entry.default))).filter((name) => name !== '__esModule');
  fs.writeFileSync(
    path.join(root, entry.import),
    `import cjs from './${path.basename(entry.default)}';\nexport const {\n${names
      .map((name) => `  ${name},\n`)
      .join('')}} = cjs;\n`,
  );
}
fs.chmodSync(path.join(dist, 'cli', 'main.js'), 0o755);
