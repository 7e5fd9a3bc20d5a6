/** All cases of this folder, by op type: each file but this and the helpers exports `cases`. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { GradientCase, OpCases } from './helpers';

export function collectCases(): ReadonlyMap<string, readonly GradientCase[]> {
  const collected = new Map<string, GradientCase[]>();
  for (const file of readdirSync(__dirname)) {
    if (file === 'index.ts' || file === 'helpers.ts' || !file.endsWith('.ts')) continue;
    const { cases } = require(join(__dirname, file)) as { cases: OpCases };
    for (const [type, list] of Object.entries(cases))
      collected.set(type, [...(collected.get(type) ?? []), ...list]);
  }
  return collected;
}
