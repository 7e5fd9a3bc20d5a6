import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Variable } from '../../src/runtime/variable';
import { Checkpoint } from '../../src/saving/checkpoint/checkpoint';
import type { List } from '../../src/tracking';
import { v } from './support';

interface Contents {
  l: List<unknown>;
  d: Record<string, Variable>;
  m: Map<string, Variable>;
}

describe('containers that fill after a restore', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'flowpoint-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function written(): string {
    const saved = new Checkpoint<Contents>();
    const [a, b, c, d] = [v('a'), v('b'), v('c'), v('d')];
    for (const [i, variable] of [a, b, c, d].entries()) variable.assign(10 + i);
    saved.l = [a, [b]] as unknown as List<unknown>;
    saved.d = { x: c };
    saved.m = new Map([['y', d]]);
    return saved.write(join(folder, 'saved'));
  }
  const value = (variable: unknown) => (variable as Variable).numpy().item();

  it('R4.5 append, push and nested lists, keys of objects and Maps take their values as they come', () => {
    const restored = new Checkpoint<Contents>();
    const status = restored.read(written());
    restored.l = [] as unknown as List<unknown>;
    restored.l.append(v('a'));
    expect(value(restored.l[0])).toBe(10);
    restored.l.push([]);
    (restored.l[1] as List<Variable>).extend([v('b')]);
    restored.d = {};
    restored.d.x = v('c');
    restored.m = new Map();
    restored.m.set('y', v('d'));
    expect([value((restored.l[1] as unknown[])[0]), value(restored.d.x), value(restored.m.get('y'))]).toEqual(
      [11, 12, 13],
    );
    status.assert_consumed();
  });

  it('R7 a list that cannot be saved is refused on save and on restore', () => {
    const prefix = written();
    const live = new Checkpoint<{ l: List<Variable> }>();
    live.l = [v('a'), v('b')] as List<Variable>;
    live.l.pop();
    const text = 'Unable to save the object ListWrapper([';
    expect(() => live.save(join(folder, 'refused'))).toThrow(text);
    expect(() => live.read(prefix)).toThrow(text);
  });
});
