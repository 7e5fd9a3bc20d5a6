import * as fs from 'node:fs';
import * as path from 'node:path';
import * as fc from 'fast-check';
import { compress } from 'snappyjs';
import { DataLossError, OpError } from '../../../src/errors';
import { BlockHandle } from '../../../src/saving/table/format';
import { openTable } from '../../../src/saving/table/table';
import {
  blockOf,
  concat,
  entriesOf,
  fileOf,
  filesUnder,
  GOLDENS,
  rawBlock,
  rawTable,
  utf8,
  withTable,
  writeTable,
} from './table_support';

interface Manifest {
  readonly broken: readonly {
    readonly id: string;
    readonly dir: string;
    readonly prefix: string;
    readonly undamaged: string;
    readonly outcome: Record<string, string>;
    readonly expect_error: Record<string, { readonly message: string } | null>;
  }[];
}

const manifest: Manifest = JSON.parse(fs.readFileSync(path.join(GOLDENS, 'manifest.json'), 'utf8'));
const read = (file: string): Uint8Array => new Uint8Array(fs.readFileSync(path.join(GOLDENS, file)));
const texts = (bytes: Uint8Array): [string, string][] =>
  entriesOf(bytes).map(({ key, value }) => [Buffer.from(key).toString(), Buffer.from(value).toString('hex')]);

function failure(work: () => unknown): OpError {
  try {
    work();
  } catch (error) {
    if (error instanceof OpError) return error;
    throw error;
  }
  throw new Error('did not fail');
}

describe('F3 tables not made by TensorFlow', () => {
  const foreign = filesUnder(path.join(GOLDENS, 'tf2.15/foreign'), '.index');
  const plain = texts(read('tf2.15/foreign/plain.index'));

  it.each(['snappy', 'snappy_blocks', 'small_blocks', 'restart_1', 'restart_3', 'restart_none'])(
    'read as the plain one: %s',
    (name) => {
      expect(texts(read(`tf2.15/foreign/${name}.index`))).toEqual(plain);
    },
  );

  it('give every key to a lookup', () => {
    for (const file of foreign) {
      const bytes = new Uint8Array(fs.readFileSync(file));
      withTable(bytes, function* (table) {
        for (const { key, value } of yield* table.entries()) expect(yield* table.get(key)).toEqual(value);
      });
    }
  });
});

/** Damage that lies in the table itself (the rest is judged by the layers above). */
const tableDamage = manifest.broken.filter(({ id }) =>
  /\/(index_(cut|flip|tail|head|zeros|text|block)|footer_|block_|blocks_|keys_)/.test(id),
);

describe('F3.13 damaged indexes', () => {
  it('are many', () => expect(tableDamage.length).toBeGreaterThan(50));

  it.each(tableDamage)('$id', ({ id, dir, prefix, undamaged, outcome, expect_error }) => {
    const bytes = read(`${dir}/${prefix}.index`);
    const accepted = Object.values(outcome).every((word) => word === 'accepted');
    if (accepted && !id.endsWith('keys_duplicate')) {
      expect(texts(bytes)).toEqual(texts(read(`${undamaged}.index`)));
      return;
    }
    const error = failure(() => entriesOf(bytes));
    expect(error.fields.file).toBe('t.index');
    const said = expect_error['2.15.1']?.message ?? '';
    if (
      /^(block|not an|file is|Read less)|: (bad|block|corrupted)/.test(said) &&
      outcome['2.15.1'] === 'error'
    ) {
      // What TF says of the whole file ends with what the table said.
      expect(said.endsWith(error.message) || error.message === 'bad block handle').toBe(true);
    }
  });
});

describe('every bit of a small index', () => {
  const original = read('tf2.15/broken/base/ckpt.index');
  const entries = texts(original);
  const indexHandleAt = original.length - 48 + 3;

  it('F3.11 matters but for the unused metaindex, its handle, and the padding (RELIABILITY row 11)', () => {
    const harmless = new Set<number>();
    for (let at = 0; at < original.length; at++) {
      for (let bit = 0; bit < 8; bit++) {
        const flipped = original.slice();
        flipped[at]! ^= 1 << bit;
        let got: [string, string][];
        try {
          got = texts(flipped);
        } catch (error) {
          expect(error).toBeInstanceOf(OpError);
          continue;
        }
        expect(got).toEqual(entries);
        harmless.add(at);
      }
    }
    const expected: number[] = [];
    for (let at = 143; at < 143 + 13; at++) expected.push(at); // metaindex block
    for (let at = original.length - 48; at < indexHandleAt; at++) expected.push(at); // its handle
    expected.push(indexHandleAt + 2); // a top bit that only makes a varint one byte longer
    for (let at = indexHandleAt + 3; at < original.length - 8; at++) expected.push(at); // padding
    expect([...harmless].sort((a, b) => a - b)).toEqual(expected);
  });

  it('and every truncation and extension is refused', () => {
    for (let size = 0; size < original.length; size++) {
      expect(failure(() => entriesOf(original.subarray(0, size)))).toBeInstanceOf(DataLossError);
    }
    for (let more = 1; more <= 64; more++) {
      expect(failure(() => entriesOf(concat([original, new Uint8Array(more)])))).toBeInstanceOf(
        DataLossError,
      );
    }
  });
});

describe('blocks with right checksums and hostile contents (RELIABILITY row 14)', () => {
  const one = (contents: Uint8Array): Uint8Array => rawTable([{ contents, separator: utf8('~') }]);

  it('are read when they are honest', () => {
    const contents = rawBlock(
      [
        [0, 1, 1, 'a1'],
        [1, 1, 1, 'b2'],
        [0, 1, 0, 'b'],
      ],
      [0, 10],
    );
    expect(texts(one(contents))).toEqual([
      ['a', '31'],
      ['ab', '32'],
      ['b', ''],
    ]);
  });

  it.each<[string, Uint8Array]>([
    ['no room for the restarts', rawBlock([], [], 1)],
    ['too short', Uint8Array.of(1, 0)],
    ['2^31 restarts', rawBlock([[0, 1, 0, 'a']], [0], 2 ** 31)],
    ['no restart', rawBlock([[0, 1, 0, 'a']], [])],
    [
      'a restart between entries',
      rawBlock(
        [
          [0, 1, 0, 'a'],
          [0, 1, 0, 'b'],
        ],
        [0, 5],
      ),
    ],
    [
      'a restart that comes twice',
      rawBlock(
        [
          [0, 1, 0, 'a'],
          [0, 1, 0, 'b'],
        ],
        [0, 4, 4],
      ),
    ],
    [
      'a first restart elsewhere',
      rawBlock(
        [
          [0, 1, 0, 'a'],
          [0, 1, 0, 'b'],
        ],
        [4],
      ),
    ],
    [
      'a restart that shares',
      rawBlock(
        [
          [0, 1, 0, 'a'],
          [1, 1, 0, 'b'],
        ],
        [0, 4],
      ),
    ],
    ['a first entry that shares', rawBlock([[1, 1, 0, 'a']], [0])],
    [
      'more shared than there was',
      rawBlock(
        [
          [0, 1, 0, 'a'],
          [2, 1, 0, 'b'],
        ],
        [0],
      ),
    ],
    ['a key past the end', rawBlock([[0, 9, 0, 'a']], [0])],
    ['a value past the end', rawBlock([[0, 1, 9, 'a']], [0])],
    ['lengths of 2^32 - 1', rawBlock([[0, 2 ** 32 - 1, 2 ** 32 - 1, 'a']], [0])],
    [
      'equal keys',
      rawBlock(
        [
          [0, 1, 0, 'a'],
          [0, 1, 0, 'a'],
        ],
        [0],
      ),
    ],
    [
      'equal keys by sharing',
      rawBlock(
        [
          [0, 1, 0, 'a'],
          [1, 0, 0, ''],
        ],
        [0],
      ),
    ],
    [
      'descending keys',
      rawBlock(
        [
          [0, 2, 0, 'ab'],
          [0, 1, 0, 'a'],
        ],
        [0],
      ),
    ],
    [
      'a cut entry',
      rawBlock(
        [
          [0, 1, 0, 'a'],
          [0, 1, 0, ''],
        ],
        [0],
      ),
    ],
  ])('are refused: %s', (_name, contents) => {
    expect(failure(() => entriesOf(one(contents)))).toBeInstanceOf(DataLossError);
  });

  it('cannot unfold a long prefix without limit', () => {
    const long = 'k'.repeat(30000);
    const entries = Array.from({ length: 400 }, (_, i) => [long + String.fromCharCode(i + 100), ''] as const);
    const contents = blockOf(entries, 1e9);
    expect(contents.length).toBeLessThan(40000);
    expect(failure(() => entriesOf(one(contents))).message).toBe('bad entry in block');
  });

  it('are refused as index blocks too', () => {
    for (const contents of [rawBlock([[0, 1, 1, 'a\x01']], [0]), rawBlock([[0, 1, 0, 'a']], [0])]) {
      const table = rawTable([{ contents: blockOf([['a', '1']]), separator: utf8('a') }], contents);
      expect(failure(() => entriesOf(table)).message).toBe('bad block handle');
    }
  });
});

describe('index blocks that lie', () => {
  const [a, b, c] = [
    blockOf([
      ['a', '1'],
      ['b', '2'],
    ]),
    blockOf([
      ['h', '3'],
      ['i', '4'],
    ]),
    blockOf([['x', '5']]),
  ];
  const table = (...separators: string[]): Uint8Array =>
    rawTable([a, b, c].map((contents, i) => ({ contents: contents!, separator: utf8(separators[i]!) })));
  const all = [
    ['a', '31'],
    ['b', '32'],
    ['h', '33'],
    ['i', '34'],
    ['x', '35'],
  ];
  const get = (bytes: Uint8Array, key: string): string | undefined =>
    withTable(bytes, function* (t) {
      const value = yield* t.get(utf8(key));
      return value && Buffer.from(value).toString();
    });

  it('are told from honest ones, whatever valid separators were chosen', () => {
    for (const separators of [
      ['b', 'i', 'x'],
      ['c', 'j', 'y'],
      ['g', 'w', 'zzz'],
    ]) {
      expect(texts(table(...separators))).toEqual(all);
      expect(get(table(...separators), 'i')).toBe('4');
      expect(get(table(...separators), 'c')).toBeUndefined();
    }
  });

  it.each([
    [['a', 'i', 'x']],
    [['b', 'h', 'x']],
    [['b', 'i', 'w']],
    [['i', 'i', 'x']],
    [['i', 'j', 'x']],
    [['', '', '']],
    [['x', 'i', 'b']],
  ])('are refused where TF would miss a key: %p', (separators) => {
    expect(failure(() => texts(table(...separators))).message).toBe('bad block contents');
    expect(failure(() => get(table(...separators), 'nothing')).message).toBe('bad block contents');
  });

  it('are accepted where TF still finds every key: it runs on from the end of a block', () => {
    expect(texts(table('h', 'i', 'x'))).toEqual(all);
    expect(texts(table('b', 'x', 'x'))).toEqual(all);
    for (const key of 'abhix') expect(get(table('h', 'x', 'x'), key)).toBeDefined();
  });

  it('a key that is there never reads as absent, nor an absent one as there', () => {
    const letter = fc.constantFrom('', 'a', 'b', 'c', 'h', 'i', 'j', 'x', 'y', '~');
    fc.assert(
      fc.property(fc.tuple(letter, letter, letter), letter, (separators, key) => {
        const there = all.find(([name]) => name === key)?.[1];
        let got: string | undefined;
        try {
          got = get(table(...separators), key);
        } catch (error) {
          expect(error).toBeInstanceOf(DataLossError);
          return;
        }
        expect(got && Buffer.from(got).toString('hex')).toBe(there);
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ['leaves out the first block', [1, 2]],
    ['leaves out the middle block', [0, 2]],
    ['leaves out the last block', [0, 1]],
    ['leaves out two', [2]],
    ['leaves out all', []],
    ['repeats one', [0, 0, 1, 2]],
    ['swaps two', [1, 0, 2]],
  ])('are refused: one that %s', (_name, order) => {
    const handles = [a, b, c].map((contents, i, blocks) => {
      const offset = blocks.slice(0, i).reduce((sum, before) => sum + before!.length + 5, 0);
      return new BlockHandle(offset, contents!.length);
    });
    const separators = ['b', 'i', 'x'];
    const index = blockOf(
      order.map((block, i) => [separators[i] ?? `y${i}`, handles[block]!.encode()] as const),
      1,
    );
    const blocks = [a, b, c].map((contents) => ({ contents: contents!, separator: utf8('') }));
    expect(failure(() => entriesOf(rawTable(blocks, index)))).toBeInstanceOf(DataLossError);
  });

  it.each([
    [0, 2 ** 40],
    [2 ** 40, 10],
    [0, Number.MAX_SAFE_INTEGER],
  ])('claim no memory for a block at %p of %p bytes', (offset, size) => {
    const block = { contents: a!, separator: utf8('b'), handle: new BlockHandle(offset, size) };
    expect(failure(() => entriesOf(rawTable([block])))).toBeInstanceOf(OpError);
  });
});

describe('snappy blocks', () => {
  const contents = blockOf(
    Array.from({ length: 100 }, (_, i) => [`key${String(i).padStart(4, '0')}`, 'value'] as const),
  );
  const table = (compressed: Uint8Array): Uint8Array =>
    rawTable([{ contents: compressed, type: 1, separator: utf8('~') }]);

  it('F3.4 are read', () => {
    expect(texts(table(compress(contents)))).toEqual(texts(rawTable([{ contents, separator: utf8('~') }])));
  });

  it('that claim another length than they have are refused before it is allocated (RELIABILITY row 17)', () => {
    const honest = compress(contents);
    const body = honest.subarray(honest.findIndex((byte) => byte < 128) + 1);
    for (const claim of [0, 1, contents.length - 1, contents.length + 1, 2 ** 31 - 1, 2 ** 32 - 1]) {
      const header = new Uint8Array(5);
      let at = 0;
      for (let rest = claim; ; rest = Math.floor(rest / 128)) {
        header[at++] = rest >= 128 ? (rest % 128) | 128 : rest;
        if (rest < 128) break;
      }
      const error = failure(() => entriesOf(table(concat([header.subarray(0, at), body]))));
      expect(error.message).toBe('corrupted compressed block contents');
    }
  });

  it('that are damaged give an error or nothing else than entries', () => {
    const honest = compress(contents);
    for (let at = 0; at < honest.length; at++) {
      const damaged = honest.slice();
      damaged[at]! ^= 0x41;
      try {
        entriesOf(table(damaged));
      } catch (error) {
        expect(error).toBeInstanceOf(DataLossError);
      }
      expect(() => entriesOf(table(honest.subarray(0, at)))).toThrow(DataLossError);
    }
  });
});

describe('tables of any content', () => {
  const key = fc.uint8Array({ maxLength: 12 });
  const entries = fc.uniqueArray(fc.tuple(key, fc.uint8Array({ maxLength: 40 })), {
    selector: ([k]) => Buffer.from(k).toString('hex'),
    maxLength: 80,
  });

  it('come back as they were written, by listing and by lookup', () => {
    fc.assert(
      fc.property(entries, key, (pairs, other) => {
        const sorted = pairs
          .map(([k, value]) => ({ key: k, value }))
          .sort((x, y) => Buffer.compare(x.key, y.key));
        const bytes = writeTable(sorted);
        expect(entriesOf(bytes).map((e) => [[...e.key], [...e.value]])).toEqual(
          sorted.map((e) => [[...e.key], [...e.value]]),
        );
        withTable(bytes, function* (table) {
          for (const entry of sorted) expect(yield* table.get(entry.key)).toEqual(entry.value);
          const expected = sorted.find((entry) => Buffer.compare(entry.key, other) === 0)?.value;
          expect(yield* table.get(other)).toEqual(expected);
        });
      }),
    );
  });

  it('with bytes changed behind right checksums give entries in order or one clear error', () => {
    fc.assert(
      fc.property(
        entries,
        fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { maxLength: 4 }),
        (pairs, changes) => {
          const contents = blockOf(pairs.map(([k, v]) => [k, v] as const));
          for (const [at, value] of changes) contents[at % contents.length] = value;
          let got: { key: Uint8Array }[];
          try {
            got = entriesOf(rawTable([{ contents, separator: Uint8Array.of(255, 255, 255, 255) }]));
          } catch (error) {
            expect(error).toBeInstanceOf(DataLossError);
            return;
          }
          for (let i = 1; i < got.length; i++) expect(Buffer.compare(got[i - 1]!.key, got[i]!.key)).toBe(-1);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('F3.13 are truncated if the file became shorter since it was opened', () => {
    const { file } = fileOf(writeTable([{ key: utf8('a'), value: utf8('b') }]));
    const work = openTable(file);
    work.next();
    expect(() => work.next(47)).toThrow('truncated block read');
  });
});
