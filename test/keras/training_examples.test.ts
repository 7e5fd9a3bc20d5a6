/** The scripts of examples/training go on where Python stopped, and where they themselves were killed. */
import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { withFolder } from '../support/files';
import { runPythonScript, withTensorFlow } from '../support/python';
import { run } from '../support/run_source';

const fixtures = path.join(__dirname, '../fixtures/training');
const root = path.join(__dirname, '../..');
const flags = ['-C', 'flowpoint-source', '-r', 'ts-node/register/transpile-only'];

type Losses = readonly (readonly [step: number, loss: number])[];
const recorded = JSON.parse(fs.readFileSync(path.join(fixtures, 'losses.json'), 'utf8')) as Record<
  string,
  { readonly saved_at: number; readonly losses: Losses }
>;

/** A copy of the folder that Python left. */
function pythonsFolder(name: string, within: string): string {
  const folder = path.join(within, `${name}-${fs.readdirSync(within).length}`);
  fs.cpSync(path.join(fixtures, name), folder, { recursive: true });
  return folder;
}

const command = (name: string, folder: string, until: number): string[] => [
  ...flags,
  `examples/training/${name}.ts`,
  folder,
  String(until),
];

function train(name: string, folder: string, until: number): Losses {
  const { stdout, stderr, status } = run(process.execPath, command(name, folder, until));
  if (status !== 0) throw new Error(stderr);
  return lossesIn(stdout);
}

function lossesIn(printed: string): Losses {
  return [...printed.matchAll(/^step (\d+) loss (\S+)$/gm)].map(([, step, loss]) => [
    Number(step),
    Number(loss),
  ]);
}

/** Starts training and kills the process once it has printed the loss of a step. */
function killedAfter(name: string, folder: string, step: number): Promise<void> {
  const child = spawn(process.execPath, command(name, folder, 10_000), { cwd: root });
  let printed = '';
  child.stdout.on('data', (text: Buffer) => {
    printed += text.toString();
    if (lossesIn(printed).some(([at]) => at >= step)) child.kill('SIGKILL');
  });
  return new Promise((resolve) => child.on('close', () => resolve()));
}

function expectClose(ours: Losses, theirs: Losses): void {
  expect(ours.map(([step]) => step)).toEqual(theirs.map(([step]) => step));
  ours.forEach(([, loss], i) => {
    expect(Math.abs(loss - theirs[i]![1])).toBeLessThan(2e-4);
  });
}

describe.each(Object.keys(recorded))('the example %s', (name) => {
  const { saved_at, losses } = recorded[name]!;

  it("resumes from Python's checkpoint and prints the losses that Python gets", () => {
    withFolder((within) => {
      const until = losses.at(-1)![0] + 1;
      expectClose(train(name, pythonsFolder(name, within), until), losses);
    });
  });

  it('killed and restarted ends where an uninterrupted run ends, to the byte', async () => {
    await withFolder(async (within) => {
      const [whole, broken] = [pythonsFolder(name, within), path.join(within, 'broken')];
      fs.cpSync(whole, broken, { recursive: true });
      await killedAfter(name, broken, saved_at + 13);
      const newest = /ckpt-(\d+)/.exec(fs.readFileSync(path.join(broken, 'checkpoint'), 'utf8'))!;
      const until = (Number(newest[1]) + 2) * 10;
      expect(Number(newest[1])).toBeGreaterThan(saved_at / 10);
      const rest = train(name, broken, until);
      expect(train(name, whole, until).slice(-rest.length)).toEqual(rest);
      for (const file of [`ckpt-${until / 10}.index`, `ckpt-${until / 10}.data-00000-of-00001`])
        expect(fs.readFileSync(path.join(broken, file)).equals(fs.readFileSync(path.join(whole, file)))).toBe(
          true,
        );
    });
  }, 30_000);

  withTensorFlow('is resumed by Python, optimizer state included', () => {
    withFolder((within) => {
      const folder = pythonsFolder(name, within);
      train(name, folder, saved_at + 10);
      const script = fs.readFileSync(path.join(fixtures, 'make_training.py'), 'utf8');
      const argv = JSON.stringify(['-', 'resume', name, folder, String(saved_at + 20)]);
      const printed = runPythonScript(`import sys; sys.argv = ${argv}\n${script}`, within);
      const theirs = JSON.parse(printed.trim().split('\n').at(-1)!) as Losses;
      expectClose(
        theirs,
        losses.filter(([step]) => step >= saved_at + 10 && step < saved_at + 20),
      );
    });
  });
});
