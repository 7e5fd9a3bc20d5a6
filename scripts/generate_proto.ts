/**
 * Makes src/saving/proto/generated.js and .d.ts from its .proto files. With `--check` it writes nothing and
 * fails if the committed files are not what the generator makes.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const folder = resolve(__dirname, '../src/saving/proto');
const tools = resolve(__dirname, '../node_modules/protobufjs-cli/bin');
const header = '// Generated from the .proto files by `npm run proto`. Do not edit.\n';
const options = ['--keep-case', '--force-long', '--no-convert', '--no-verify', '--no-delimited'];
const flags = ['-t', 'static-module', '-w', 'commonjs', '-r', 'flowpoint', '--no-typeurl', '--no-service'];

/** The generated files' texts by name. */
function generate(): Map<string, string> {
  const scratch = mkdtempSync(join(tmpdir(), 'flowpoint-proto-'));
  const run = (tool: string, ...args: string[]) =>
    execFileSync(process.execPath, [join(tools, tool), ...args], { stdio: ['ignore', 'inherit', 'inherit'] });
  try {
    const made = join(scratch, 'generated.js');
    const protos = ['checkpoint.proto', 'event.proto'].map((name) => join(folder, name));
    // The types are read from the comments, which the shipped code does without.
    run('pbjs', ...flags, ...options, '-o', made, ...protos);
    run('pbts', '-o', join(scratch, 'generated.d.ts'), made);
    run('pbjs', ...flags, ...options, '--no-comments', '-o', made, ...protos);
    const read = (name: string): [string, string] => [
      name,
      header + readFileSync(join(scratch, name), 'utf8'),
    ];
    const [name, code] = read('generated.js');
    return new Map([[name, onFirstUse(code)], read('generated.d.ts')]);
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

/** The messages are made when the first one is asked for: a program that saves nothing starts 15 ms earlier. */
function onFirstUse(code: string): string {
  const names = [...code.matchAll(/^ {4}flowpoint\.(\w+) = \(function/gm)].map((match) => match[1]);
  const body = code.replace(header, '').replace('module.exports = $root;', 'return $root;');
  return `${header}let root;

function make() {
${body}}

exports.flowpoint = {};
for (const name of ${JSON.stringify(names)}) {
  Object.defineProperty(exports.flowpoint, name, {
    enumerable: true,
    get: () => (root ??= make()).flowpoint[name],
  });
}
`;
}

for (const [name, text] of generate()) {
  const path = join(folder, name);
  if (!process.argv.includes('--check')) writeFileSync(path, text);
  else if (readFileSync(path, 'utf8') !== text) {
    console.error(`${name} is stale: run \`npm run proto\` and commit the result.`);
    process.exitCode = 1;
  }
}
