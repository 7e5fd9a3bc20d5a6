/** Serves one JavaScript contender to worker.mjs; with `--startup` only does its start-up work. */
import fs from 'node:fs';
import readline from 'node:readline';
import { pathToFileURL } from 'node:url';

const [file, mode] = process.argv.slice(2);

const live = new Map();

const keyOf = ({ row, context }) => `${row}|${context.dir}`;

async function workload(contender, question) {
  const key = keyOf(question);
  if (!live.has(key)) {
    const made = await contender.workloads[question.row](question.context);
    live.set(key, { ...made, repeats: 0 });
  }
  return live.get(key);
}

/** Milliseconds that `repeats` runs took. */
async function time(work, repeats) {
  const start = performance.now();
  const running = work.run(repeats);
  if (running instanceof Promise) await running;
  return performance.now() - start;
}

/** Warms up and finds how many runs fill the budget. */
async function calibrate(work, budget, warmUp) {
  let repeats = 1;
  let ms = await time(work, repeats);
  let spent = ms;
  while (ms < budget / 3 && spent < 6 * budget) {
    const growth = Math.min(8, Math.max(1.6, budget / 2 / (ms + 0.01)));
    repeats = Math.ceil(repeats * growth);
    ms = await time(work, repeats);
    spent += ms;
  }
  work.repeats = Math.max(1, Math.round((repeats * budget) / Math.max(ms, 0.001)));
  do spent += await time(work, work.repeats);
  while (spent < warmUp);
}

/** One figure of /proc/self/status, in MiB. */
function memory(figure) {
  const status = fs.readFileSync('/proc/self/status', 'utf8');
  return Number(new RegExp(`${figure}:\\s+(\\d+)`).exec(status)[1]) / 1024;
}

const commands = {
  hello: ({ name, workloads, startup }) => ({
    name,
    rows: Object.keys(workloads),
    hasStartup: startup !== undefined,
  }),
  async measure(contender, question) {
    const work = await workload(contender, question);
    if (question.once) return { ms: await time(work, 1) };
    if (work.repeats === 0) await calibrate(work, question.budget, question.warmUp);
    return { ms: (await time(work, work.repeats)) / work.repeats };
  },
  close(_, question) {
    live.delete(keyOf(question));
    globalThis.gc?.();
    return {};
  },
  async memory(contender, question) {
    const work = await workload(contender, question);
    globalThis.gc?.();
    // Starts the peak (VmHWM) anew.
    fs.writeFileSync('/proc/self/clear_refs', '5');
    const base = memory('VmRSS');
    await time(work, 1);
    return { base, peak: memory('VmHWM') };
  },
};

async function serve(contender) {
  await contender.init?.();
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const question = JSON.parse(line);
    let answer;
    try {
      answer = await commands[question.command](contender, question);
    } catch (error) {
      answer = { error: String(error?.message ?? error).slice(0, 300) };
    }
    process.stdout.write(`@@${JSON.stringify(answer)}\n`);
  }
}

/** A contender that cannot start says so as its first answer. */
async function load() {
  try {
    return (await import(pathToFileURL(file))).contender;
  } catch (error) {
    process.stdout.write(`@@${JSON.stringify({ error: String(error?.message ?? error).split('\n')[0] })}\n`);
    return process.exit(1);
  }
}

const contender = await load();
if (mode === '--startup') await contender.startup();
else await serve(contender);
process.exit(0);
