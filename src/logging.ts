/**
 * TensorFlow's logger: `WARNING:tensorflow:text` lines on standard error, INFO off by default.
 * Mirrors what `tf.get_logger()` gives in Python (a `logging.Logger`), and `tf.compat.v1.logging`'s levels.
 */

export const DEBUG = 10;
export const INFO = 20;
export const WARN = 30;
export const WARNING = 30;
export const ERROR = 40;
export const FATAL = 50;

const levelNames = new Map([
  [DEBUG, 'DEBUG'],
  [INFO, 'INFO'],
  [WARNING, 'WARNING'],
  [ERROR, 'ERROR'],
  [FATAL, 'CRITICAL'],
]);
const levelsByName = new Map(
  [...levelNames]
    .map(([n, s]) => [s, n] as const)
    .concat([
      ['WARN', WARN],
      ['FATAL', FATAL],
    ]),
);

export type LevelName = 'DEBUG' | 'INFO' | 'WARNING' | 'WARN' | 'ERROR' | 'FATAL' | 'CRITICAL';
/** Takes one finished line, without its line end. */
export type LogSink = (line: string) => void;

const toStandardError: LogSink = (line) => {
  if (typeof process === 'undefined') console.error(line);
  else process.stderr.write(`${line}\n`);
};

/** Mirrors the parts of Python's `logging.Logger` that TF scripts use. */
export class Logger {
  private threshold = WARNING;
  private sink: LogSink = toStandardError;

  constructor(readonly name: string) {}

  /** Lines below this level are dropped; a number or a name such as `'INFO'`. */
  setLevel(level: number | LevelName): void {
    this.threshold = typeof level === 'number' ? level : (levelsByName.get(level) ?? WARNING);
  }
  getEffectiveLevel(): number {
    return this.threshold;
  }
  isEnabledFor(level: number): boolean {
    return level >= this.threshold;
  }
  /** Sends lines elsewhere; returns a function that puts the former sink back. */
  redirect(sink: LogSink): () => void {
    const former = this.sink;
    this.sink = sink;
    return () => {
      this.sink = former;
    };
  }
  log(level: number, text: string): void {
    if (this.isEnabledFor(level))
      this.sink(`${levelNames.get(level) ?? `Level ${level}`}:${this.name}:${text}`);
  }
  debug(text: string): void {
    this.log(DEBUG, text);
  }
  info(text: string): void {
    this.log(INFO, text);
  }
  warning(text: string): void {
    this.log(WARNING, text);
  }
  error(text: string): void {
    this.log(ERROR, text);
  }
  fatal(text: string): void {
    this.log(FATAL, text);
  }
}

export const logger = new Logger('tensorflow');

/** Mirrors `tf.get_logger`. */
export function get_logger(): Logger {
  return logger;
}

const announced = new Set<string>();

/**
 * TF's deprecation notice, once for each `name` as in TF.
 * `place` stands where TF puts the caller's file and line; `when` is when what it names goes away.
 */
export function warnDeprecated(
  name: string,
  place: string,
  instructions: string,
  when = 'in a future version',
): void {
  if (announced.has(name)) return;
  announced.add(name);
  logger.warning(
    `From ${place}: ${name} is deprecated and will be removed ${when}.\n` +
      `Instructions for updating:\n${instructions}`,
  );
}

/** Forgets which notices were printed. For tests. @internal */
export function resetDeprecations(): void {
  announced.clear();
}
