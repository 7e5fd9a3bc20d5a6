/** `tf.compat.v1.logging`: TF's logger as functions. Messages take Python's `%s`, `%d`, `%f` and `%r`. */
import { DEBUG, ERROR, FATAL, INFO, logger, WARN } from '../logging';
import { named } from '../python/named';
import { repr, str } from '../python/repr';

export { DEBUG, ERROR, FATAL, INFO, WARN };

function formatted(text: unknown, values: readonly unknown[]): string {
  if (values.length === 0) return str(text);
  let next = 0;
  return str(text).replace(/%(?:\.(\d+))?([sdfrig%])/g, (_, digits: string | undefined, kind: string) => {
    if (kind === '%') return '%';
    const value = values[next++];
    if (kind === 'r') return repr(value);
    if (kind === 'f') return Number(value).toFixed(Number(digits ?? 6));
    if (kind === 'd' || kind === 'i') return String(Math.trunc(Number(value)));
    return str(value);
  });
}

export function log(level: number, text: unknown, ...values: unknown[]): void {
  logger.log(level, formatted(text, values));
}
export function debug(text: unknown, ...values: unknown[]): void {
  log(DEBUG, text, ...values);
}
export function info(text: unknown, ...values: unknown[]): void {
  log(INFO, text, ...values);
}
export function warning(text: unknown, ...values: unknown[]): void {
  log(WARN, text, ...values);
}
export const warn = warning;
export function error(text: unknown, ...values: unknown[]): void {
  log(ERROR, text, ...values);
}
export function fatal(text: unknown, ...values: unknown[]): void {
  log(FATAL, text, ...values);
}
export function vlog(level: number, text: unknown, ...values: unknown[]): void {
  log(level, text, ...values);
}

const counts = new Map<string, number>();
/** Logs the first of every `n` calls with this text. */
export function log_every_n(level: number, text: string, n: number, ...values: unknown[]): void {
  const count = counts.get(text) ?? 0;
  counts.set(text, count + 1);
  if (count % n === 0) log(level, text, ...values);
}
/** Logs the first `n` calls with this text. */
export function log_first_n(level: number, text: string, n: number, ...values: unknown[]): void {
  const count = counts.get(text) ?? 0;
  counts.set(text, count + 1);
  if (count < n) log(level, text, ...values);
}
export function log_if(level: number, text: unknown, condition: boolean, ...values: unknown[]): void {
  if (condition) log(level, text, ...values);
}
/** The level below which nothing is shown. */
export function get_verbosity(): number {
  return logger.getEffectiveLevel();
}
export const set_verbosity = named('set_verbosity', ['v'], [], (v: number): void => logger.setLevel(v));
export function flush(): void {}
