/**
 * Compiles the kernels in wasm/ and writes each as base64 into src/runtime/kernels/wasm/, so that neither users nor
 * bundlers have a binary file to find. With `--check` it writes nothing and fails if a committed file is stale.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '..');
/** All the memory that each kernel's driver lays out, and never more, in pages of 64 KiB. */
const pages = { matmul: 64, vector: 5 };
const flags = ['-O3', '--noAssert', '--enable', 'simd', '--runtime', 'stub', '--disableWarning'];

function generate(name: string, size: number): string {
  const scratch = mkdtempSync(join(tmpdir(), 'flowpoint-wasm-'));
  const made = join(scratch, `${name}.wasm`);
  try {
    const compiler = join(root, 'node_modules/assemblyscript/bin/asc.js');
    const source = join('wasm', `${name}.ts`);
    const memory = ['--initialMemory', `${size}`, '--maximumMemory', `${size}`];
    const args = [compiler, source, '-o', made, ...flags, ...memory];
    execFileSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
    const lines =
      readFileSync(made)
        .toString('base64')
        .match(/.{1,100}/g) ?? [];
    const text = lines.map((line) => `  '${line}',`).join('\n');
    return `// Generated from wasm/${name}.ts by \`npm run wasm\`. Do not edit.\nexport const base64 = [\n${text}\n].join('');\n`;
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

for (const [name, size] of Object.entries(pages)) {
  const path = join(root, 'src/runtime/kernels/wasm', `${name}.generated.ts`);
  const text = generate(name, size);
  if (!process.argv.includes('--check')) writeFileSync(path, text);
  else if (readFileSync(path, 'utf8') !== text) {
    console.error(`${name}.generated.ts is stale: run \`npm run wasm\` and commit the result.`);
    process.exitCode = 1;
  }
}
