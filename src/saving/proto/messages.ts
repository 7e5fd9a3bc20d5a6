/**
 * The door to the generated messages: what cannot be parsed becomes one DataLossError, and 64-bit fields
 * become numbers only after they have been checked.
 */
import type Long = require('long');

import { DataLossError, type ErrorFields } from '../../errors';
import { flowpoint as pb } from './generated';

export { pb };

interface MessageType<T, P> {
  decode(bytes: Uint8Array): T;
  encode(message: P): { finish(): Uint8Array };
}

/**
 * Parses a message. Nesting and lengths are limited by protobufjs.
 * @throws {@link DataLossError} `text`, whose cause says where parsing stopped.
 */
export function decodeMessage<T>(
  type: MessageType<T, never>,
  bytes: Uint8Array,
  text: string | (() => string),
  fields: ErrorFields = {},
): T {
  try {
    return type.decode(bytes);
  } catch (cause) {
    throw new DataLossError(typeof text === 'string' ? text : text(), { fields, cause });
  }
}

/** Serialises a message in field order, zero-valued fields left out as proto3 does (format.md F4.3, F4.6). */
export function encodeMessage<P>(type: MessageType<unknown, P>, message: P): Uint8Array {
  return type.encode(message).finish();
}

/** The value as a number, or null if a number cannot hold it exactly. */
export function safeNumber(value: Long | number): number | null {
  if (typeof value === 'number') return value;
  const n = value.toNumber();
  return Number.isSafeInteger(n) ? n : null;
}
