import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repr, str, typeName } from '../../src/python/repr';
import { Variable } from '../../src/runtime/variable';
import { Module } from '../../src/tracking';

interface Build {
  readonly list?: readonly unknown[];
  readonly dict?: Readonly<Record<string, unknown>>;
  readonly variable?: number;
  readonly name?: string;
}
interface Case {
  readonly id: string;
  readonly kind: string;
  readonly build: Build;
  readonly type: string;
  readonly str: string;
  readonly repr: string;
}

const file = readFileSync(join(__dirname, '../fixtures/corpus/printing.json'), 'utf8');
const cases = (JSON.parse(file) as { cases: Case[] }).cases.filter(
  ({ kind }) => kind === 'tracked_container',
);

function build(spec: unknown): unknown {
  if (typeof spec !== 'object' || spec === null) return spec;
  const { list, dict, variable, name } = spec as Build;
  if (list !== undefined) return list.map(build);
  if (dict !== undefined)
    return Object.fromEntries(Object.entries(dict).map(([key, value]) => [key, build(value)]));
  return new Variable(variable!, { name: name! });
}

describe('tracked containers print as in TensorFlow', () => {
  it.each(cases.map((one) => [one.id, one] as const))('%s', (_, one) => {
    const module = new Module<{ x: unknown }>();
    module.x = build(one.build);
    expect(typeName(module.x)).toBe(one.type);
    expect(str(module.x)).toBe(one.str);
    expect(repr(module.x)).toBe(one.repr);
  });
});
