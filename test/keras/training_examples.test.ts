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

/** What the checkpoint of a step is called: a manager numbers them, one for ten steps, a Saver adds the step. */
function checkpointOf(name: string, step: number): string {
  return name === 'tf1_session' ? `model.ckpt-${step}` : `ckpt-${step / 10}`;
}

/** The step of the newest checkpoint in `folder`. */
function newestStep(name: string, folder: string): number {
  const [, number] = /ckpt-(\d+)/.exec(fs.readFileSync(path.join(folder, 'checkpoint'), 'utf8'))!;
  return Number(number) * (name === 'tf1_session' ? 1 : 10);
}

/** A copy of the folder that Python left. */
function pythonsFolder(name: string, within: string): string {
  const folder = path.join(within, `${name}-${fs.readdirSync(within).length}`);
  fs.cpSync(path.join(fixtures, name), folder, { recursive: true });
  return folder;
}

const script = (name: string): string => `examples/training/${name}.ts`;
const command = (name: string, folder: string, until: number): string[] => [
  ...flags,
  script(name),
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
      const newest = newestStep(name, broken);
      const until = newest + 20;
      expect(newest).toBeGreaterThan(saved_at);
      const rest = train(name, broken, until);
      expect(train(name, whole, until).slice(-rest.length)).toEqual(rest);
      for (const ending of ['index', 'data-00000-of-00001']) {
        const file = `${checkpointOf(name, until)}.${ending}`;
        expect(fs.readFileSync(path.join(broken, file)).equals(fs.readFileSync(path.join(whole, file)))).toBe(
          true,
        );
      }
    });
  }, 30_000);

  it('says how it is called when it is told no folder, or no number of steps', () => {
    for (const told of [[], ['somewhere', 'long']]) {
      const { stdout, stderr, status } = run(process.execPath, [...flags, script(name), ...told]);
      expect([stdout, status]).toEqual(['', 1]);
      expect(stderr).toBe(
        `usage: ${name}.ts FOLDER [UNTIL]: trains until step UNTIL (100) from the newest checkpoint in FOLDER\n`,
      );
    }
  });

  withTensorFlow('is resumed by Python, optimizer state included', () => {
    withFolder((within) => {
      const folder = pythonsFolder(name, within);
      train(name, folder, saved_at + 10);
      const source = fs.readFileSync(path.join(fixtures, 'make_training.py'), 'utf8');
      const argv = JSON.stringify(['-', 'resume', name, folder, String(saved_at + 20)]);
      const printed = runPythonScript(`import sys; sys.argv = ${argv}\n${source}`, within);
      const theirs = JSON.parse(printed.trim().split('\n').at(-1)!) as Losses;
      expectClose(
        theirs,
        losses.filter(([step]) => step >= saved_at + 10 && step < saved_at + 20),
      );
    });
  });
});

withTensorFlow('TensorBoard reads what the TF1 program wrote of its training', () => {
  withFolder((within) => {
    const { saved_at } = recorded.tf1_session!;
    const folder = pythonsFolder('tf1_session', within);
    const losses = train('tf1_session', folder, saved_at + 10);
    const printed = runPythonScript(
      `
import glob, json, tensorflow as tf
[file] = glob.glob('events/*')
events = [e for e in tf.compat.v1.train.summary_iterator(file) if e.HasField('summary')]
print(json.dumps([[e.step, {v.tag: v.simple_value or v.histo.num for v in e.summary.value}] for e in events]))
`,
      folder,
    );
    const events = JSON.parse(printed) as [step: number, values: Record<string, number>][];
    const shown = events.map(([step, values]) => [step, values.loss!] as const);
    expectClose(shown, losses);
    const [, values] = events[0]!;
    expect(values).toEqual({
      loss: expect.any(Number),
      learning_rate: expect.closeTo(0.0018, 6),
      'hidden/kernel_1': 784 * 32,
      'hidden/bias_1': 32,
      'out/kernel_1': 320,
      'out/bias_1': 10,
    });
  });
});
