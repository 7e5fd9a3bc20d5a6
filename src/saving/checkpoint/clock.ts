/** The time that managers and iterators go by; tests put their own here. */
export interface Clock {
  /** Seconds since the epoch, with fraction. */
  now(): number;
  /** Blocks for so many seconds. */
  sleep(seconds: number): void;
  /** Waits for so many seconds without blocking. */
  wait(seconds: number, signal?: AbortSignal): Promise<void>;
}

const system: Clock = {
  now: () => Date.now() / 1000,
  sleep: (seconds) => {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, seconds * 1000);
  },
  wait: (seconds, signal) =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(resolve, seconds * 1000);
      signal?.addEventListener('abort', () => {
        clearTimeout(timer);
        reject(signal.reason);
      });
    }),
};

let current = system;

export function clock(): Clock {
  return current;
}

/** Replaces the clock; returns a function that puts the former one back. @internal */
export function setClock(replacement: Partial<Clock>): () => void {
  const former = current;
  current = { ...former, ...replacement };
  return () => {
    current = former;
  };
}
