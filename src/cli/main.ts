/** The `flowpoint` command: parses arguments, runs a subcommand, turns errors into one line and exit code 1. */
import { Command, CommanderError } from 'commander';
import { FlowpointError } from '../errors';
import { runSync } from '../saving/storage/drivers';
import { syncStorageFor } from '../saving/storage/registry';
import type { Io } from '../saving/storage/storage';
import type { ConvertCommandOptions } from './convert';
import { type InspectOptions, inspect } from './inspect';
import { type CommandIo, FAILED } from './io';
import { resolvePrefix } from './resolve_prefix';
import { escaped } from './shown';
import { verify } from './verify';

// An import would have `package.json` among the sources, which lie in `src`.
const { version } = require('../../package.json') as { version: string };

/** Runs the command line `args` (without node and script) and gives the exit code. */
export function main(args: readonly string[], io: CommandIo): number {
  let exitCode = 0;
  const carryOut = (path: string, work: (prefix: string) => Io<number>): void => {
    exitCode = runSync(withPrefix(path, work), syncStorageFor(path));
  };

  const program = new Command('flowpoint')
    .description('Looks into TensorFlow checkpoints, checks and converts them.')
    .version(version, '--version', 'print the version')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.out(text.trimEnd()),
      writeErr: (text) => io.err(text.trimEnd()),
    });

  program
    .command('inspect')
    .description('Shows what a checkpoint holds.')
    .argument('<prefix>', 'prefix of a checkpoint, or a directory with a `checkpoint` file')
    .argument('[key...]', 'only these tensors: keys, or object paths such as net/w')
    .option('--json', 'print one JSON object')
    .option('--hash', 'with the SHA-256 of each value')
    .option('--values', 'with the values of small tensors, and of every tensor named by its key')
    .option('--tree', 'print the object graph')
    .action((prefix: string, keys: string[], options: InspectOptions) => {
      carryOut(prefix, (found) => inspect(found, keys, options, io));
    });

  program
    .command('verify')
    .description('Checks every checksum of index and data.')
    .argument('<prefix>', 'prefix of a checkpoint, or a directory with a `checkpoint` file')
    .action((prefix: string) => {
      carryOut(prefix, (found) => verify(found, io));
    });

  program
    .command('convert')
    .description('Writes a TF1 checkpoint (names) as one of TF2 (objects), or the reverse.')
    .argument('<source>', 'prefix of a checkpoint, or a directory with a `checkpoint` file')
    .argument('<target>', 'prefix of the new checkpoint; --to tf2 numbers it')
    .requiredOption('--to <format>', 'tf1 or tf2')
    .option('--rename <old=new>', 'give a tensor another name; may be given several times', gathered)
    .option('--rename-regex <pattern=new>', 'replace what matches in names; $1 is the first group', gathered)
    .option('--dry-run', 'print the new names only')
    .action((source: string, target: string, options: ConvertCommandOptions) => {
      // Only this command needs the tensor runtime.
      const { convert } = require('./convert') as typeof import('./convert');
      const prefix = runSync(resolvePrefix(source), syncStorageFor(source));
      exitCode = convert(prefix, target, options, io);
    });

  try {
    program.parse(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode;
    if (!(error instanceof FlowpointError)) throw error;
    io.err(`flowpoint: ${oneLine(error)}`);
    return FAILED;
  }
}

/** The values of an option that may be given several times. */
function gathered(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

/** The error's text, with the file and the key it is about where TF's text leaves them out. */
function oneLine(error: FlowpointError): string {
  const { file, key } = error.fields;
  const text = error.message.replaceAll('\n', ' ');
  const about: string[] = [];
  if (file !== undefined && !text.includes(file)) about.push(file);
  // A key may be as short as a letter: it counts as named only where the text says what it is.
  if (key !== undefined && !/\bkey\b/i.test(text)) about.push(`key ${key}`);
  return escaped([...about, text].join(': '));
}

function* withPrefix(path: string, work: (prefix: string) => Io<number>): Io<number> {
  return yield* work(yield* resolvePrefix(path));
}

/** Runs the command line of this process. */
export function run(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // Whoever read the answer has seen enough of it (`flowpoint inspect … | head`).
    if (error.code === 'EPIPE') process.exit();
    throw error;
  });
  process.exitCode = main(process.argv.slice(2), {
    out: (line) => process.stdout.write(`${line}\n`),
    err: (line) => process.stderr.write(`${line}\n`),
  });
}

if (require.main === module) run();
