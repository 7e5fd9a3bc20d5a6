/** The part of snappyjs (which brings no types) that is used here. */
declare module 'snappyjs' {
  /** @throws Error for a damaged stream or one that claims more than `maxLength` bytes. */
  export function uncompress(compressed: Uint8Array, maxLength?: number): Uint8Array;
  export function compress(uncompressed: Uint8Array): Uint8Array;
}
