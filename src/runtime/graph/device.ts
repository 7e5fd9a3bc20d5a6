/**
 * Devices of a graph: everything runs here, but each operation remembers what `tf.device` asked for, and a sharded Saver
 * writes what is on one device into one file.
 */

import { ContextManager, currentContext, enterContext } from '../../context';
import { AttributeError, RuntimeError, ValueError } from '../../errors';
import { named } from '../../python/named';
import { typeName } from '../../python/repr';
import type { Operation } from './operation';

/** Gives an operation its device: all of a name, or what `tf.device` merges with. */
export type DeviceFunction = (op: Operation) => string | null;
export type DeviceLike = string | DeviceFunction | null;

declare module '../../context' {
  interface ContextFrame {
    /** The devices of the scopes we are in, innermost last. */
    readonly devices?: readonly (DeviceParts | DeviceFunction)[];
    /** Operations whose device is taken, innermost last. */
    readonly colocated?: readonly Operation[];
  }
}

interface DeviceParts {
  readonly job?: string;
  readonly replica?: string;
  readonly task?: string;
  readonly type?: string;
  readonly index?: string;
}
const types = new Set(['CPU', 'GPU', 'TPU', 'CUSTOM', 'EPU']);

function indexOf(text: string): string {
  if (/^\s*[+-]?\d+\s*$/.test(text)) return String(Number(text));
  throw new ValueError(`invalid literal for int() with base 10: '${text}'`, { fields: { actual: text } });
}

function parsed(spec: string): DeviceParts {
  const parts: { -readonly [K in keyof DeviceParts]: DeviceParts[K] } = {};
  const fields = { fields: { actual: spec } };
  const setType = (type: string, index: string | undefined): void => {
    if (parts.type !== undefined)
      throw new ValueError(
        `Multiple device types are not allowed while parsing the device spec: ${spec}.`,
        fields,
      );
    parts.type = /^[cg]pu$/.test(type) ? type.toUpperCase() : type;
    if (index !== undefined && index !== '*') parts.index = indexOf(index);
  };
  for (const piece of spec.split('/')) {
    const [key = '', value, third, ...more] = piece.split(':');
    const count = piece.split(':').length;
    if (count === 2 && key === 'job') parts.job = value!;
    else if (count === 2 && (key === 'replica' || key === 'task')) parts[key] = indexOf(value!);
    else if (count <= 2 && types.has(key.toUpperCase())) setType(key.toUpperCase(), value);
    else if (count === 3 && key === 'device' && more.length === 0) setType(value!, third);
    else if (key !== '')
      throw new ValueError(
        `Unknown attribute '${key}' is encountered while parsing the device spec: '${spec}'.`,
        fields,
      );
  }
  return parts;
}

function textOf({ job, replica, task, type, index }: DeviceParts): string {
  let text = '';
  if (job !== undefined) text += `/job:${job}`;
  if (replica !== undefined) text += `/replica:${replica}`;
  if (task !== undefined) text += `/task:${task}`;
  if (type !== undefined) text += `/device:${type}:${index ?? '*'}`;
  return text;
}

/** A device's name as TF writes it: `/cpu:1` is `/device:CPU:1`. */
export function canonicalDevice(name: string): string {
  return textOf(parsed(name));
}

/** The device of an operation that is made now. */
export function deviceOf(op: Operation): string {
  const { devices = [], colocated = [] } = currentContext();
  const other = [...colocated].reverse().find(({ device }) => device !== '');
  if (other !== undefined) return other.device;
  let device = '';
  for (const scope of [...devices].reverse()) {
    const wanted = typeof scope === 'function' ? scope(op) : textOf({ ...scope, ...parsed(device) });
    // What a function says of an operation that is nowhere yet is taken as it is.
    if (typeof scope !== 'function' || device === '') device = wanted ?? device;
    else device = textOf({ ...parsed(wanted ?? ''), ...parsed(device) });
  }
  return device;
}

class Scope extends ContextManager<void> {
  protected readonly target = undefined;
  constructor(protected readonly enter: () => () => void) {
    super();
  }
}

/**
 * Mirrors `tf.device`: what is made inside says that it is on this device; inner scopes add to outer ones, null forgets them.
 * Eagerly it is accepted: everything is on the CPU.
 * @throws when entered {@link ValueError} for what is no device's name, {@link RuntimeError} eagerly for a function
 */
export const device = named(
  'device',
  ['device_name'],
  [],
  (device_name: DeviceLike): ContextManager<void> =>
    new Scope(() => {
      const { builder, devices = [] } = currentContext();
      if (device_name === null) return enterContext({ devices: [] });
      if (typeof device_name === 'function') {
        if (!builder)
          throw new RuntimeError('tf.device does not support functions when eager execution is enabled.');
        return enterContext({ devices: [...devices, device_name] });
      }
      if (typeof device_name !== 'string')
        throw new AttributeError(`'${typeName(device_name)}' object has no attribute 'split'`);
      const parts = parsed(device_name);
      return builder ? enterContext({ devices: [...devices, parts] }) : () => {};
    }),
);

/**
 * What is made inside is on the device of `op`, if that is on one; null forgets outer scopes of this kind.
 * @param ignore_existing true: outer devices too are forgotten
 */
export function colocation(op: Operation | null, ignore_existing: boolean): ContextManager<void> {
  return new Scope(() => {
    if (op === null && !ignore_existing)
      throw new ValueError('Trying to reset colocation (op is None) but ignore_existing is not True');
    const { colocated = [] } = currentContext();
    const kept = ignore_existing ? [] : colocated;
    return enterContext({
      ...(ignore_existing ? { devices: [] } : {}),
      colocated: op === null ? [] : [...kept, op],
    });
  });
}
