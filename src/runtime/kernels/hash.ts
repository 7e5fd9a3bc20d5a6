/** Hashes of strings: FarmHash's Fingerprint64, SipHash-2-4, and TF's older Hash64. All arithmetic is modulo 2^64. */

const mask = (1n << 64n) - 1n;
const k0 = 0xc3a5c85c97cb3127n;
const k1 = 0xb492b66fbe98f273n;
const k2 = 0x9ae16a3b2f90404fn;

const u64 = (x: bigint): bigint => x & mask;
function read(bytes: Uint8Array, at: number, size: number): bigint {
  let value = 0n;
  for (let i = size - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[at + i]!);
  return value;
}
const fetch64 = (bytes: Uint8Array, at: number): bigint => read(bytes, at, 8);
const fetch32 = (bytes: Uint8Array, at: number): bigint => read(bytes, at, 4);
const rotateRight = (x: bigint, n: bigint): bigint => u64((x >> n) | (x << (64n - n)));
const rotateLeft = (x: bigint, n: bigint): bigint => rotateRight(x, 64n - n);
const shiftMix = (x: bigint): bigint => x ^ (x >> 47n);

function mix16(u: bigint, v: bigint, mul: bigint): bigint {
  let a = u64((u ^ v) * mul);
  a ^= a >> 47n;
  let b = u64((v ^ a) * mul);
  b ^= b >> 47n;
  return u64(b * mul);
}

function short(s: Uint8Array): bigint {
  const n = s.length;
  if (n >= 8) {
    const mul = u64(k2 + BigInt(n) * 2n);
    const a = u64(fetch64(s, 0) + k2);
    const b = fetch64(s, n - 8);
    const c = u64(rotateRight(b, 37n) * mul + a);
    const d = u64((rotateRight(a, 25n) + b) * mul);
    return mix16(c, d, mul);
  }
  if (n >= 4) {
    const mul = u64(k2 + BigInt(n) * 2n);
    return mix16(u64(BigInt(n) + (fetch32(s, 0) << 3n)), fetch32(s, n - 4), mul);
  }
  if (n === 0) return k2;
  const y = BigInt(s[0]! + (s[n >> 1]! << 8));
  const z = BigInt(n + (s[n - 1]! << 2));
  return u64(shiftMix(u64(y * k2) ^ u64(z * k0)) * k2);
}

function upTo32(s: Uint8Array): bigint {
  const n = s.length;
  const mul = u64(k2 + BigInt(n) * 2n);
  const a = u64(fetch64(s, 0) * k1);
  const b = fetch64(s, 8);
  const c = u64(fetch64(s, n - 8) * mul);
  const d = u64(fetch64(s, n - 16) * k2);
  return mix16(
    u64(rotateRight(u64(a + b), 43n) + rotateRight(c, 30n) + d),
    u64(a + rotateRight(u64(b + k2), 18n) + c),
    mul,
  );
}

function upTo64(s: Uint8Array): bigint {
  const n = s.length;
  const mul = u64(k2 + BigInt(n) * 2n);
  const a = u64(fetch64(s, 0) * k2);
  const b = fetch64(s, 8);
  const c = u64(fetch64(s, n - 8) * mul);
  const d = u64(fetch64(s, n - 16) * k2);
  const y = u64(rotateRight(u64(a + b), 43n) + rotateRight(c, 30n) + d);
  const z = mix16(y, u64(a + rotateRight(u64(b + k2), 18n) + c), mul);
  const e = u64(fetch64(s, 16) * mul);
  const f = fetch64(s, 24);
  const g = u64((y + fetch64(s, n - 32)) * mul);
  const h = u64((z + fetch64(s, n - 24)) * mul);
  return mix16(
    u64(rotateRight(u64(e + f), 43n) + rotateRight(g, 30n) + h),
    u64(e + rotateRight(u64(f + a), 18n) + g),
    mul,
  );
}

function weak32(s: Uint8Array, at: number, seedA: bigint, seedB: bigint): [bigint, bigint] {
  const [w, x, y, z] = [0, 8, 16, 24].map((o) => fetch64(s, at + o)) as [bigint, bigint, bigint, bigint];
  let a = u64(seedA + w);
  const b = rotateRight(u64(seedB + a + z), 21n);
  const c = a;
  a = u64(a + x + y);
  return [u64(a + z), u64(b + rotateRight(a, 44n) + c)];
}

/** FarmHash's Fingerprint64 (the `na` variant), which never changes. */
export function fingerprint64(s: Uint8Array): bigint {
  const n = s.length;
  if (n <= 16) return short(s);
  if (n <= 32) return upTo32(s);
  if (n <= 64) return upTo64(s);
  const seed = 81n;
  let x = seed;
  let y = u64(seed * k1 + 113n);
  let z = u64(shiftMix(u64(y * k2 + 113n)) * k2);
  let v: [bigint, bigint] = [0n, 0n];
  let w: [bigint, bigint] = [0n, 0n];
  x = u64(x * k2 + fetch64(s, 0));
  const end = Math.floor((n - 1) / 64) * 64;
  const last64 = n - 64;
  let at = 0;
  do {
    x = u64(rotateRight(u64(x + y + v[0] + fetch64(s, at + 8)), 37n) * k1);
    y = u64(rotateRight(u64(y + v[1] + fetch64(s, at + 48)), 42n) * k1);
    x ^= w[1];
    y = u64(y + v[0] + fetch64(s, at + 40));
    z = u64(rotateRight(u64(z + w[0]), 33n) * k1);
    v = weak32(s, at, u64(v[1] * k1), u64(x + w[0]));
    w = weak32(s, at + 32, u64(z + w[1]), u64(y + fetch64(s, at + 16)));
    [z, x] = [x, z];
    at += 64;
  } while (at !== end);
  const mul = u64(k1 + ((z & 0xffn) << 1n));
  at = last64;
  w[0] = u64(w[0] + BigInt((n - 1) & 63));
  v[0] = u64(v[0] + w[0]);
  w[0] = u64(w[0] + v[0]);
  x = u64(rotateRight(u64(x + y + v[0] + fetch64(s, at + 8)), 37n) * mul);
  y = u64(rotateRight(u64(y + v[1] + fetch64(s, at + 48)), 42n) * mul);
  x ^= u64(w[1] * 9n);
  y = u64(y + v[0] * 9n + fetch64(s, at + 40));
  z = u64(rotateRight(u64(z + w[0]), 33n) * mul);
  v = weak32(s, at, u64(v[1] * mul), u64(x + w[0]));
  w = weak32(s, at + 32, u64(z + w[1]), u64(y + fetch64(s, at + 16)));
  [z, x] = [x, z];
  return mix16(u64(mix16(v[0], w[0], mul) + shiftMix(y) * k0 + z), u64(mix16(v[1], w[1], mul) + x), mul);
}

/** SipHash-2-4 with a key of two 64-bit numbers. */
export function sipHash(bytes: Uint8Array, key: readonly [bigint, bigint]): bigint {
  const [a, b] = [u64(key[0]), u64(key[1])];
  const v: [bigint, bigint, bigint, bigint] = [
    a ^ 0x736f6d6570736575n,
    b ^ 0x646f72616e646f6dn,
    a ^ 0x6c7967656e657261n,
    b ^ 0x7465646279746573n,
  ];
  const round = (): void => {
    v[0] = u64(v[0] + v[1]);
    v[2] = u64(v[2] + v[3]);
    v[1] = rotateLeft(v[1], 13n) ^ v[0];
    v[3] = rotateLeft(v[3], 16n) ^ v[2];
    v[0] = rotateLeft(v[0], 32n);
    v[2] = u64(v[2] + v[1]);
    v[0] = u64(v[0] + v[3]);
    v[1] = rotateLeft(v[1], 17n) ^ v[2];
    v[3] = rotateLeft(v[3], 21n) ^ v[0];
    v[2] = rotateLeft(v[2], 32n);
  };
  const take = (word: bigint): void => {
    v[3] ^= word;
    round();
    round();
    v[0] ^= word;
  };
  const whole = bytes.length & ~7;
  for (let i = 0; i < whole; i += 8) take(fetch64(bytes, i));
  take(read(bytes, whole, bytes.length - whole) | (BigInt(bytes.length & 255) << 56n));
  v[2] ^= 0xffn;
  for (let i = 0; i < 4; i++) round();
  return v[0] ^ v[1] ^ v[2] ^ v[3];
}

/** TF's Hash64 of old: Murmur's, with a seed of its own. */
export function hash64(bytes: Uint8Array, seed = 0xdecafcaffen): bigint {
  const m = 0xc6a4a7935bd1e995n;
  let h = seed ^ u64(BigInt(bytes.length) * m);
  const whole = bytes.length & ~7;
  for (let i = 0; i < whole; i += 8) {
    let k = u64(fetch64(bytes, i) * m);
    k ^= k >> 47n;
    h = u64((h ^ u64(k * m)) * m);
  }
  if (whole < bytes.length) h = u64((h ^ read(bytes, whole, bytes.length - whole)) * m);
  h ^= h >> 47n;
  h = u64(h * m);
  return h ^ (h >> 47n);
}
