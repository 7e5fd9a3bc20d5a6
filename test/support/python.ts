/** Tests that need real TensorFlow: they run where `FLOWPOINT_PYTHON` points at a Python that has it. */
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { inTemporaryFolder } from './run_source';

const python = process.env.FLOWPOINT_PYTHON;

/** A test where TensorFlow is at hand, and a visibly skipped one where not. */
export function withTensorFlow(name: string, fn: () => unknown, timeout = 120_000): void {
  if (python !== undefined && python !== '') it(name, async () => void (await fn()), timeout);
  else it.skip(`${name} (skipped: FLOWPOINT_PYTHON names no Python with TensorFlow)`, () => {});
}

/** Runs sources in one Python process, each in a namespace and a folder of its own; gives what each printed. */
export function runPython(sources: readonly string[]): string[] {
  return inTemporaryFolder((folder) => {
    fs.writeFileSync(path.join(folder, 'sources.json'), JSON.stringify(sources));
    const printed = runPythonScript(driver, folder);
    return JSON.parse(printed) as string[];
  });
}

/** Runs one Python program in `folder`; gives its standard output. @throws Error with its standard error. */
export function runPythonScript(source: string, folder: string): string {
  const env = { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3', CUDA_VISIBLE_DEVICES: '-1' };
  const child = spawnSync(python!, ['-c', source], {
    cwd: folder,
    encoding: 'utf8',
    env,
    maxBuffer: 1 << 28,
  });
  if (child.status !== 0) throw new Error(`Python failed: ${child.stderr.slice(-4000)}`);
  return child.stdout;
}

const driver = `
import contextlib, io, json, os
sources = json.load(open('sources.json'))
printed = []
for i, source in enumerate(sources):
    os.makedirs(str(i)); os.chdir(str(i))
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(source, {})
    printed.append(out.getvalue()); os.chdir('..')
print(json.dumps(printed))
`;
