/** Where a subcommand writes: lines of its answer, and lines about what went wrong. */
export interface CommandIo {
  out(line: string): void;
  err(line: string): void;
}

/** Exit codes of every subcommand. */
export const OK = 0;
export const FAILED = 1;
