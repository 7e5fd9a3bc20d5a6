/** Reproducible data: the same for every JavaScript contender. */
export function uniform(length, seed = 1, low = -1, high = 1) {
  const values = new Float32Array(length);
  let state = seed >>> 0;
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    values[i] = low + (high - low) * (state / 2 ** 32);
  }
  return values;
}

export function integers(length, high, seed = 1) {
  return Int32Array.from(uniform(length, seed, 0, high), Math.floor);
}

export const sizeOf = (shape) => shape.reduce((product, size) => product * size, 1);
