import fc from 'fast-check';
import {
  formatCheckpointState,
  ParseError,
  parseCheckpointState,
  UnicodeDecodeError,
} from '../../src/saving/checkpoint_state';

const empty = {
  model_checkpoint_path: '',
  all_model_checkpoint_paths: [],
  all_model_checkpoint_timestamps: [],
  last_preserved_timestamp: 0,
};
const path = (text: string) => parseCheckpointState(`model_checkpoint_path: ${text}`).model_checkpoint_path;
const time = (text: string) =>
  parseCheckpointState(`last_preserved_timestamp: ${text}`).last_preserved_timestamp;

/** What protobuf's `text_format.Merge` (7.36, TF 2.21) says. */
describe('parsing a state file', () => {
  it.each([
    ['"a" "b"', 'ab'],
    [`'it"s'`, 'it"s'],
    [`'c'"d"`, 'cd'],
    ['"\\u00e9\\U0001F600\\x41\\101\\n\\"\\\'"', 'é😀AA\n"\''],
    ['"\\q\\?"', '\\q\\?'],
    ['"\\303\\251"', 'é'],
    ['"\\1234\\x414\\xf"', 'S4A4\x0f'],
    ['"\\a\\b\\f\\v"', '\x07\b\f\v'],
    ['"tab\there"', 'tab\there'],
    ['"é"', 'é'],
    ['"a" # comment "b"', 'a'],
    ['"a" model_checkpoint_path: "last"', 'last'],
    ['"a";', 'a'],
    ['"a",', 'a'],
  ])('F10.3 reads the string %s', (text, expected) => expect(path(text)).toBe(expected));

  it.each([
    ['1', 1],
    ['1.5f', 1.5],
    ['1e5F', 1e5],
    ['.5', 0.5],
    ['5.', 5],
    ['1_0', 10],
    ['inf', Infinity],
    ['-inf', -Infinity],
    ['infinity', Infinity],
    ['nan', NaN],
    ['-0', -0],
    ['1e400', Infinity],
    ['12345678901234567890', 1.2345678901234567e19],
  ])('F10.3 reads the number %s', (text, expected) => expect(time(text)).toBe(expected));

  it('F10.3 reads lists in brackets, and values one by one', () => {
    const text =
      'all_model_checkpoint_paths: ["a", "b" "c"] all_model_checkpoint_paths: []\r\nall_model_checkpoint_paths: "d"';
    expect(parseCheckpointState(text).all_model_checkpoint_paths).toEqual(['a', 'bc', 'd']);
    const times = 'all_model_checkpoint_timestamps: [1,2.5] ; all_model_checkpoint_timestamps: 3,';
    expect(parseCheckpointState(times).all_model_checkpoint_timestamps).toEqual([1, 2.5, 3]);
  });

  it('F10.3 reads an empty file as an empty state', () => expect(parseCheckpointState('')).toEqual(empty));

  it.each([
    ['model_checkpoint_path: "a', `1:24 : 'model_checkpoint_path: "a': String missing ending quote: '"a'`],
    [
      'model_checkpoint_path: "a\nb"',
      `1:24 : 'model_checkpoint_path: "a': String missing ending quote: '"a'`,
    ],
    ['foo: 1', '1:1 : Message type "tensorflow.CheckpointState" has no field named "foo".'],
    ['\n\n  bogus: 3', '3:3 : Message type "tensorflow.CheckpointState" has no field named "bogus".'],
    ['1: "a"', '1:1 : Message type "tensorflow.CheckpointState" has no field named "1".'],
    ['a-b: 1', '1:1 : Message type "tensorflow.CheckpointState" has no field named "a-b".'],
    ['é: 1', '1:1 : Message type "tensorflow.CheckpointState" has no field named "é".'],
    ['model_checkpoint_path "a"', `1:23 : 'model_checkpoint_path "a"': Expected ":".`],
    ['model_checkpoint_path: a', "1:24 : 'model_checkpoint_path: a': Expected string but found: 'a'"],
    ['model_checkpoint_path: ["a"]', `1:24 : 'model_checkpoint_path: ["a"]': Expected string but found: '['`],
    ['model_checkpoint_path:', "1:23 : '': Expected string but found: ''"],
    [
      'model_checkpoint_path: "a";;',
      `1:28 : 'model_checkpoint_path: "a";;': Expected identifier or number, got ;.`,
    ],
    [
      'model_checkpoint_path: "a" }',
      `1:28 : 'model_checkpoint_path: "a" }': Expected identifier or number, got }.`,
    ],
    ['/* c */', "1:1 : '/* c */': Expected identifier or number, got /."],
    ['[ext.x]: 1', '1:6 : Message type "tensorflow.CheckpointState" does not have extensions.'],
    ['last_preserved_timestamp: 0x10', "1:27 : 'last_preserved_timestamp: 0x10': Couldn't parse float: 0x10"],
    ['last_preserved_timestamp: 010', "1:27 : 'last_preserved_timestamp: 010': Invalid octal float: 010"],
    ['last_preserved_timestamp: - 5', "1:27 : 'last_preserved_timestamp: - 5': Couldn't parse float: -"],
    ['last_preserved_timestamp: true', "1:27 : 'last_preserved_timestamp: true': Couldn't parse float: true"],
    [
      'all_model_checkpoint_paths: ["a",]',
      `1:34 : 'all_model_checkpoint_paths: ["a",]': Expected string but found: ']'`,
    ],
    ['all_model_checkpoint_paths: ["a" "b"', `1:37 : '': Expected ",".`],
    [
      'model_checkpoint_path: "\\xff"',
      "1:30 : '': Couldn't parse string: 'utf-8' codec can't decode byte 0xff in position 0: invalid start byte",
    ],
    [
      '\ufeffmodel_checkpoint_path: "a"',
      `1:1 : '\ufeffmodel_checkpoint_path: "a"': Expected identifier or number, got \ufeff.`,
    ],
  ])('F10.3 refuses %j with protobuf’s text', (text, message) => {
    expect(() => parseCheckpointState(text)).toThrow(new ParseError(message));
  });

  it.each([
    [[0x61, 0xff], "'utf-8' codec can't decode byte 0xff in position 1: invalid start byte"],
    [[0xe9, 0x22], "'utf-8' codec can't decode byte 0xe9 in position 0: invalid continuation byte"],
    [[0xe2, 0x82], "'utf-8' codec can't decode bytes in position 0-1: unexpected end of data"],
    [[0xed, 0xa0, 0x80], "'utf-8' codec can't decode byte 0xed in position 0: invalid continuation byte"],
    [[0xf0, 0x9f, 0x98], "'utf-8' codec can't decode bytes in position 0-2: unexpected end of data"],
    [[0xf0, 0x9f, 0x41], "'utf-8' codec can't decode bytes in position 0-1: invalid continuation byte"],
  ])('F10.3 refuses the bytes %j as Python decodes', (bytes, message) => {
    expect(() => parseCheckpointState(Uint8Array.from(bytes))).toThrow(new UnicodeDecodeError(message));
  });
});

describe('writing a state file', () => {
  it('F10.1 escapes strings as C does and prints the shortest doubles', () => {
    const text = formatCheckpointState({
      model_checkpoint_path: 'a"\\\'\n\t\r é\x01\x7f\u1234?😀\0',
      all_model_checkpoint_paths: [''],
      all_model_checkpoint_timestamps: [
        1,
        0.1,
        1e22,
        1e-7,
        Infinity,
        NaN,
        300,
        123456789.125,
        1e16,
        1e15,
        -0,
        0,
      ],
      last_preserved_timestamp: 0.5,
    });
    // As TF 2.15's protobuf prints it.
    expect(text).toBe(
      'model_checkpoint_path: "a\\"\\\\\\\'\\n\\t\\r \\303\\251\\001\\177\\341\\210\\264?\\360\\237\\230\\200\\000"\n' +
        'all_model_checkpoint_paths: ""\n' +
        [
          '1.0',
          '0.1',
          '1e+22',
          '1e-07',
          'inf',
          'nan',
          '300.0',
          '123456789.125',
          '1e+16',
          '1000000000000000.0',
          '-0.0',
          '0.0',
        ]
          .map((time) => `all_model_checkpoint_timestamps: ${time}\n`)
          .join('') +
        'last_preserved_timestamp: 0.5\n',
    );
  });

  it('F10.1 leaves out what has no value', () => expect(formatCheckpointState(empty)).toBe(''));

  it('F10.1 is read back as it was', () => {
    const text = fc.string({ unit: 'grapheme' });
    const state = fc.record({
      model_checkpoint_path: text,
      all_model_checkpoint_paths: fc.array(text),
      all_model_checkpoint_timestamps: fc.array(fc.double()),
      last_preserved_timestamp: fc.double(),
    });
    fc.assert(
      fc.property(state, (value) => {
        expect(parseCheckpointState(formatCheckpointState(value))).toEqual(value);
      }),
    );
  });

  it('F10.3 never fails but by its own errors', () => {
    const piece = fc.constantFrom(
      'model_checkpoint_path',
      ':',
      '"',
      "'",
      '\\',
      '[',
      ']',
      ',',
      '#',
      '\n',
      'x',
      '1',
      '-',
      '\ufeff',
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        try {
          parseCheckpointState(pieces.join(''));
        } catch (error) {
          expect(error).toBeInstanceOf(ParseError);
        }
      }),
    );
  });
});
