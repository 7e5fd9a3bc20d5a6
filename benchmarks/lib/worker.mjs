/** The process of one contender: questions go in and answers come out, one JSON object a line. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import readline from 'node:readline';

/** A contender prints what it likes; its answers begin with this. */
const ANSWER = '@@';
const TIME_LIMIT = 240_000;

export class Worker {
  #process;
  #waiting = [];
  /** Whether the process has ended. */
  dead = false;

  constructor({ command, args }, { stderr }) {
    this.#process = spawn(command, args, { stdio: ['pipe', 'pipe', stderr ? 'inherit' : 'ignore'] });
    readline.createInterface({ input: this.#process.stdout }).on('line', (line) => {
      if (line.startsWith(ANSWER)) this.#waiting.shift()?.(JSON.parse(line.slice(ANSWER.length)));
    });
    const gone = (reason) => {
      this.dead = true;
      for (const answer of this.#waiting.splice(0)) answer({ error: reason });
    };
    this.#process.on('error', (error) => gone(error.message));
    this.#process.on('exit', (code) => gone(`exited with ${code}`));
    this.#process.stdin.on('error', () => {});
  }

  /** The answer to `question`, which is `{error}` when there was none. */
  ask(question) {
    if (this.dead) return Promise.resolve({ error: 'dead' });
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#process.kill('SIGKILL'), TIME_LIMIT);
      this.#waiting.push((answer) => {
        clearTimeout(timer);
        resolve(answer);
      });
      this.#process.stdin.write(`${JSON.stringify(question)}\n`);
    });
  }

  async end() {
    if (this.dead) return;
    const exit = once(this.#process, 'exit');
    this.#process.stdin.end();
    await exit;
  }
}
