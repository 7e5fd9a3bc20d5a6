/** The command line of `npm run bench`. */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { groups } from './rows.mjs';

const usage = `npm run bench -- [${groups.join('|')}] [options]
  --rows REGEX       only rows whose name matches
  --only REGEX       only contenders whose name matches
  --places REGEX     of the rows that touch files much: only on 'disk', only on 'shm'
  --rounds N         rounds of each row (5)
  --budget MS        time that one measurement of a fast row takes (120)
  --stat min|median  what stands for all rounds (median); on a noisy machine look at min too
  --out FILE         also write everything that was measured as JSON
  --clean            remove the fixtures as well when done
  --stderr           show what the contenders write to stderr
`;

/** Which interpreters stand for Python: TF_PYTHON, else FLOWPOINT_PYTHON; several are separated like a PATH. */
export const pythons = (process.env.TF_PYTHON ?? process.env.FLOWPOINT_PYTHON ?? '')
  .split(path.delimiter)
  .filter((python) => python !== '');

/** Ends the process with the usage for a line it does not understand. */
export function parseOptions(args) {
  try {
    return interpret(args);
  } catch (error) {
    process.stderr.write(`${error.message}\n${usage}`);
    process.exit(2);
  }
}

function interpret(args) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      rows: { type: 'string', default: '' },
      only: { type: 'string', default: '' },
      places: { type: 'string', default: '' },
      rounds: { type: 'string', default: '5' },
      budget: { type: 'string', default: '120' },
      stat: { type: 'string', default: 'median' },
      out: { type: 'string' },
      clean: { type: 'boolean', default: false },
      stderr: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    process.exit(0);
  }
  const [group = 'checkpoints', ...others] = positionals;
  if (!groups.includes(group) || others.length > 0) {
    throw new Error(`one of ${groups.join(', ')} expected, got '${positionals.join(' ')}'`);
  }
  const rounds = Number(values.rounds);
  const budget = Number(values.budget);
  if (!(rounds >= 1 && budget > 0)) throw new Error('--rounds and --budget take positive numbers');
  if (values.stat !== 'min' && values.stat !== 'median') throw new Error('--stat takes min or median');
  return {
    group,
    rows: new RegExp(values.rows),
    only: new RegExp(values.only),
    places: new RegExp(values.places),
    rounds,
    budget,
    stat: values.stat,
    out: values.out ?? null,
    clean: values.clean,
    stderr: values.stderr,
  };
}
