import { float64, int32 } from '../../src/dtypes';
import type { FlowpointError } from '../../src/errors';
import { logger } from '../../src/logging';
import { ObjectGraphView } from '../../src/tracking/graph_view';
import type { RestoreReport } from '../../src/tracking/restore_report';
import { restoreByNames } from '../../src/tracking/restoring';
import {
  MemorySource,
  Multi,
  Node,
  Optimizer,
  restore,
  save,
  scalar,
  TestVariable,
  vector,
} from '../support/tracking';

// What restores left is told when garbage is collected: at any time, to nobody here.
beforeAll(() => void logger.redirect(() => {}));

const variable = (name: string, value = 0) => new TestVariable(name, scalar(value));

function reportOfFailure(action: () => unknown): RestoreReport {
  try {
    action();
  } catch (error) {
    return (error as FlowpointError).fields.report as RestoreReport;
  }
  throw new Error('nothing was thrown');
}

describe('status.report()', () => {
  it('is complete when everything was restored', () => {
    const report = restore(
      new Node('', { a: variable('a') }),
      save(new Node('', { a: variable('a') })),
    ).report();
    expect(report.complete).toBe(true);
    expect(String(report)).toBe('Everything was restored from memory/ckpt.');
  });

  it('says on both sides what is missing, with the nearest key of the same dtype and shape', () => {
    const live = new Node('', { net: new Node('', { kernel: new TestVariable('k', vector(0, 0, 0)) }) });
    const file = new Node('', {
      net: new Node('', { kernal: new TestVariable('k', vector(1, 2, 3)), kernels: variable('x') }),
    });
    const report = restore(live, save(file)).report();
    expect(report.entries).toEqual([
      {
        cause: 'not in the file',
        object_path: '(root).net.kernel',
        key: 'net/kernel/.ATTRIBUTES/VARIABLE_VALUE',
        expected: { dtype: 'float32', shape: [3] },
        nearest: 'net/kernal/.ATTRIBUTES/VARIABLE_VALUE',
      },
      {
        cause: 'in the file, but no object',
        object_path: '(root).net.kernal',
        key: 'net/kernal/.ATTRIBUTES/VARIABLE_VALUE',
        stored: { dtype: 'float32', shape: [3] },
        nearest: 'net/kernel/.ATTRIBUTES/VARIABLE_VALUE',
      },
      {
        cause: 'in the file, but no object',
        object_path: '(root).net.kernels',
        key: 'net/kernels/.ATTRIBUTES/VARIABLE_VALUE',
        stored: { dtype: 'float32', shape: [] },
        nearest: 'net/kernel/.ATTRIBUTES/VARIABLE_VALUE',
      },
    ]);
    expect(String(report)).toBe(
      [
        'Not everything was restored from memory/ckpt:',
        '  not in the file (1):',
        '    (root).net.kernel  key net/kernel/.ATTRIBUTES/VARIABLE_VALUE; expects float32 (3,); nearest: ' +
          'net/kernal/.ATTRIBUTES/VARIABLE_VALUE',
        '  in the file, but no object (2):',
        '    (root).net.kernal  key net/kernal/.ATTRIBUTES/VARIABLE_VALUE; holds float32 (3,); nearest: ' +
          'net/kernel/.ATTRIBUTES/VARIABLE_VALUE',
        '    (root).net.kernels  key net/kernels/.ATTRIBUTES/VARIABLE_VALUE; holds float32 (); nearest: ' +
          'net/kernel/.ATTRIBUTES/VARIABLE_VALUE',
      ].join('\n'),
    );
  });

  it('tells slots without variable and without optimizer', () => {
    const v = variable('v');
    const opt = new Optimizer('o', ['m']);
    opt.makeSlot(v, 'm', scalar(1));
    const file = save(new Node('', { v, opt }));
    const causes = (root: Node) =>
      restore(root, file)
        .report()
        .entries.map(({ cause, object_path }) => [cause, object_path]);
    const slot = "(root).opt's state 'm' for (root).v";
    expect(causes(new Node('', { v: variable('v') }))).toEqual([['slot without optimizer', slot]]);
    expect(causes(new Node('', { opt: new Optimizer('o', ['m']) }))).toEqual([
      ['in the file, but no object', '(root).v'],
      ['slot without variable', slot],
    ]);
  });

  it('tells attributes that TensorFlow passes over in silence', () => {
    const file = save(
      new Node('', {
        m: new Multi('m', [
          ['a', 1],
          ['b', 2],
        ]),
      }),
    );
    const status = restore(new Node('', { m: new Multi('m', [['a', 0]]) }), file);
    status.assert_consumed();
    expect(status.report().entries).toEqual([
      {
        cause: 'attribute not taken',
        object_path: '(root).m',
        key: 'm/.ATTRIBUTES/b',
        stored: { dtype: 'float32', shape: [] },
      },
    ]);
  });

  it('tells a variable whose node has no value', () => {
    const status = restore(new Node('', { n: variable('n') }), save(new Node('', { n: new Node() })));
    expect(status.report().entries.map(({ cause, object_path }) => [cause, object_path])).toEqual([
      ['no value in the file', '(root).n'],
    ]);
  });

  it('shows twenty of a cause, and holds all', () => {
    const many = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`v${i}`, variable(`v${i}`)]));
    const report = restore(new Node('', many), save(new Node())).report();
    expect(report.entries).toHaveLength(30);
    expect(String(report).split('\n')).toHaveLength(1 + 1 + 20 + 1);
    expect(String(report)).toMatch(/… and 10 more$/);
  });

  it('takes 20,000 missing variables in moderate time', () => {
    const many = (letter: string) =>
      new Node('', Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [letter + i, variable('v')])));
    expect(restore(many('a'), save(many('b'))).report().entries).toHaveLength(40_000);
  });
});

describe('the error of a restore that does not fit', () => {
  it('has a report of everything that does not', () => {
    const file = save(
      new Node('', {
        a: variable('a'),
        b: new TestVariable('b', vector(1, 2)),
        c: new TestVariable('c', vector(1)),
      }),
    );
    const live = new Node('', {
      a: new TestVariable('a', { dtype: int32, shape: [], data: new Int32Array(1) }),
      b: new TestVariable('b', { dtype: float64, shape: [2], data: new Float64Array(2) }),
      c: new TestVariable('c', vector(0, 0)),
    });
    const report = reportOfFailure(() => restore(live, file));
    expect(report.entries.map(({ cause, key, nearest }) => [cause, key, nearest])).toEqual([
      ['dtype differs', 'a/.ATTRIBUTES/VARIABLE_VALUE', undefined],
      ['dtype differs', 'b/.ATTRIBUTES/VARIABLE_VALUE', undefined],
      ['shape differs', 'c/.ATTRIBUTES/VARIABLE_VALUE', 'b/.ATTRIBUTES/VARIABLE_VALUE'],
    ]);
  });
});

describe('the report of a name-based restore', () => {
  it('names what was looked for and the nearest name', () => {
    const source = new MemorySource(new Map([['dense/kernel', scalar(1)]]));
    const view = new ObjectGraphView(new Node('', { w: variable('dence/kernel') }));
    expect(restoreByNames(view, source).report().entries).toEqual([
      {
        cause: 'not in the file',
        object_path: '(root).w',
        key: 'dence/kernel',
        expected: { dtype: 'float32', shape: [] },
        nearest: 'dense/kernel',
      },
    ]);
  });
});
