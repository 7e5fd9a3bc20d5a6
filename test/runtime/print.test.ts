/** `tf.print`, as TensorFlow 2.15 prints. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '../../src';
import { namedtuple, print as pythonPrint, tuple } from '../../src/python';
import { folderOfTestFile } from '../support/files';

const folder = folderOfTestFile();

const c = tf.constant;
const P = namedtuple('P', ['x', 'y']);

function printed(...args: unknown[]): string {
  const lines: string[] = [];
  const spy = jest.spyOn(process.stderr, 'write').mockImplementation((text) => lines.push(String(text)) > 0);
  try {
    tf.print(...args);
  } finally {
    spy.mockRestore();
  }
  return lines.join('');
}

it.each<[unknown[], string]>([
  [[c([1n, 2n, 3n])], '[1 2 3]'],
  [['a', 1, 2.5, true, null], 'a 1 2.5 True None'],
  [
    [
      c([
        [1, 2],
        [3, 4],
      ]),
    ],
    '[[1 2]\n [3 4]]',
  ],
  [[tf.range(10)], '[0 1 2 ... 7 8 9]'],
  [[tf.range(7)], '[0 1 2 ... 4 5 6]'],
  [[tf.range(6)], '[0 1 2 3 4 5]'],
  [[tf.range(10), { summarize: 2 }], '[0 1 ... 8 9]'],
  [[tf.range(10), { summarize: -1 }], '[0 1 2 3 4 5 6 7 8 9]'],
  [
    [tf.zeros([8, 8, 8], tf.int32), { summarize: 1 }],
    '[[[0 ... 0]\n  ...\n  [0 ... 0]]\n\n ...\n\n [[0 ... 0]\n  ...\n  [0 ... 0]]]',
  ],
  [[[c(1n), c([2.5, 3])]], '[1, [2.5 3]]'],
  [[{ b: c(1n), a: [c(2n), 'x'] }], "{'a': [2, 'x'], 'b': 1}"],
  [[tuple(c(1n))], '(1,)'],
  [[P(c(1n), 2)], 'P(x=1, y=2)'],
  [['a', 'b', { sep: '-', end: '!\n' }], 'a-b!'],
  [[c('hello')], 'hello'],
  [['x', c('b"q\n')], 'x "b\\"q\\n"'],
  [[c(['a', 'b'])], '["a" "b"]'],
  [[c([true, false])], '[1 0]'],
  [[c(1e10), c(1e-10), c([1 / 3, 2 / 3])], '1e+10 1e-10 [0.333333343 0.666666687]'],
  [[c(1 / 3, tf.float64), c(100000), c(1e6), c(123456789)], '0.33333333333333331 100000 1e+06 123456792'],
  [[c({ re: 1, im: 2 })], '?'],
  [[c([-0, 1.5e-5, 12345.678, 123456.7])], '[-0 1.5e-05 12345.6777 123456.703]'],
  [[c(Number.NaN), c(Infinity), c(-Infinity)], 'nan inf -inf'],
  [[new tf.Variable(3)], '3'],
  [[c([])], '[]'],
  [[tf.zeros([2, 0])], '[\n ...]'],
  [[], ''],
  [[['{}', c(1)]], "['{}', 1]"],
  [[c(0.1, tf.float16), c(0.1, tf.bfloat16), c(5, tf.uint8)], '0.0999755859 0.100097656 5'],
  [
    [
      [
        c([
          [1n, 2n],
          [3n, 4n],
        ]),
      ],
    ],
    '[[[1 2]\n [3 4]]]',
  ],
  [
    [Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`key_number_${i}`, i]))],
    `{${Array.from({ length: 8 }, (_, i) => `'key_number_${i}': ${i}`).join(',\n ')}}`,
  ],
  [
    [{ a: { b: Array.from({ length: 30 }, (_, i) => i) } }],
    `{'a': {'b': [${Array.from({ length: 30 }, (_, i) => i).join(`,\n${' '.repeat(13)}`)}]}}`,
  ],
])('prints %#', (args, text) => {
  expect(printed(...args)).toBe(`${text}\n`);
});

it('prints to standard output, to the log and to files', () => {
  const out: string[] = [];
  const restore = pythonPrint.to((text) => out.push(text));
  tf.print('x', c(1), { output_stream: 'stdout' });
  restore();
  const log: string[] = [];
  const restoreLog = tf.get_logger().redirect((line) => log.push(line));
  tf.print('warn', { output_stream: tf.get_logger().warning });
  restoreLog();
  const path = join(folder, 'out.txt');
  tf.print('a', c(1), { output_stream: `file://${path}` });
  tf.print('b', { output_stream: `file://${path}` });
  expect([out, log, readFileSync(path, 'utf8')]).toEqual([
    ['x 1\n'],
    ['WARNING:tensorflow:warn'],
    'a 1\nb\n',
  ]);
});

it('refuses other streams', () => {
  expect(() => tf.print('x', { output_stream: 'foo' })).toThrow(
    /^Unsupported output stream, logging level, or file\.foo\. Supported streams are sys\.stdout/,
  );
  expect(() => tf.print('x', { summarize: 'a' })).toThrow("Expected int for argument 'summarize' not 'a'.");
});

const r = tf.ragged.constant;
it.each<[unknown[], string]>([
  [[r([[1n, 2n, 3n], [4n]])], '[[1, 2, 3], [4]]'],
  [[r([[1.5, 2], [4]]), 'x'], '[[1.500000, 2.000000], [4.000000]] x'],
  [[{ a: r([['a', "b'\n"], []]) }], "{'a': [['a', 'b\\'\n'], []]}"],
  [[r(new Array(10).fill([1n]))], '[[1], [1], [1], ..., [1], [1], [1]]'],
  [[r([[0n, 1n, 2n, 3n, 4n]]), { summarize: 2 }], '[[0, 1, ..., 3, 4]]'],
  [[[r([[[1n, 2n], [3n]], [], [[4n]]])]], '[[[[1, 2], [3]], [], [[4]]]]'],
  [[r([[true], [false, true]])], '[[true], [false, true]]'],
  [
    [
      tf.RaggedTensor.from_row_splits(
        c([
          [1n, 2n],
          [3n, 4n],
        ]),
        [0, 2],
      ),
    ],
    '[[[1, 2], [3, 4]]]',
  ],
  [[new tf.TensorShape([2, 3]), [new tf.TensorShape(null)]], 'TensorShape([2, 3]) [TensorShape(None)]'],
  [
    [
      c([
        { re: 1, im: 2 },
        { re: 3, im: 0 },
      ]),
    ],
    '[? ?]',
  ],
  [[c([], tf.bool)], ''],
])('ragged tensors, shapes and what has no text of its own: %#', (args, line) => {
  expect(printed(...args)).toBe(`${line}\n`);
});

it('prints ragged tensors when a function runs', () => {
  const show = tf.function((x: tf.Tensor, rows: tf.RaggedTensor) => {
    tf.print(x, [rows]);
    return tf.strings.format('{} and {}', [rows, x]);
  });
  const lines: string[] = [];
  const spy = jest.spyOn(process.stderr, 'write').mockImplementation((text) => lines.push(String(text)) > 0);
  try {
    expect(
      show(c([1, 2]), r([[1n], [2n, 3n]]) as tf.RaggedTensor)
        .numpy()
        .item(),
    ).toEqual(new Uint8Array(Buffer.from('[[1], [2, 3]] and [1 2]')));
  } finally {
    spy.mockRestore();
  }
  expect(lines).toEqual(['[1 2] [[[1], [2, 3]]]\n']);
});

it('prints bytes that are no text as they are', () => {
  const name = join(folder, 'bytes.txt');
  tf.print(c([Uint8Array.of(0xff, 0xc3, 0xa9)], tf.string), { output_stream: `file://${name}` });
  expect(readFileSync(name)).toEqual(Buffer.from('["\xff\xc3\xa9"]\n', 'latin1'));
});
