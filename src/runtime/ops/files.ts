/** `tf.io.read_file`, `write_file`, `matching_files`. */

import { string } from '../../dtypes';
import { InvalidArgumentError } from '../../errors';
import { named } from '../../python/named';
import { dirname } from '../../saving/storage/paths';
import type { TensorLike } from '../convert_types';
import { dispatch, dispatchOne } from '../dispatch';
import { glob, makedirs, readBytes, writeBytes } from '../gfile';
import { defineOp, type InputSpec, noAttributes, type OpRecord } from '../op';
import { Tensor } from '../tensor';
import { bracketText } from '../tensor_shape';
import { decodeText, encodeText } from '../utf8';
import { bytesOf, checkString, stringTensor } from './strings/common';

function checkScalar(what: string, { dims }: InputSpec): void {
  if (dims === null || dims.length === 0) return;
  throw new InvalidArgumentError(
    `${what} tensor must be scalar, but had shape: ${bracketText(dims as number[])}`,
    {
      fields: { expected: [], actual: dims },
    },
  );
}

const ReadFile: OpRecord = defineOp({
  type: 'ReadFile',
  infer: ([name]) => {
    checkString('ReadFile', name!);
    checkScalar('Input filename', name!);
    return [{ dtype: string, dims: [] }];
  },
  kernel: ([name]) => [new Tensor(string, [], [readBytes(decodeText(bytesOf(name!)[0]!))])],
  grad: null,
  effect: 'reads',
});
const WriteFile: OpRecord = defineOp({
  type: 'WriteFile',
  infer: ([name, contents]) => {
    checkString('WriteFile', name!);
    checkString('WriteFile', contents!, 1);
    checkScalar('Input filename', name!);
    checkScalar('Contents', contents!);
    return [];
  },
  kernel: ([name, contents]) => {
    const path = decodeText(bytesOf(name!)[0]!);
    const above = dirname(path);
    if (above !== '') makedirs(above);
    writeBytes(path, [bytesOf(contents!)[0]!]);
    return [];
  },
  grad: null,
  effect: 'writes',
});
const MatchingFiles: OpRecord = defineOp({
  type: 'MatchingFiles',
  infer: ([pattern]) => {
    checkString('MatchingFiles', pattern!);
    if (pattern!.dims !== null && pattern!.dims.length > 1)
      throw new InvalidArgumentError(
        `Input patterns tensor must be scalar or vector, but had shape: ${bracketText(pattern!.dims as number[])}`,
        { fields: { actual: pattern!.dims } },
      );
    return [{ dtype: string, dims: [null] }];
  },
  kernel: ([pattern]) => {
    const paths = glob(bytesOf(pattern!).map(decodeText)).map(encodeText);
    return [new Tensor(string, [paths.length], paths)];
  },
  grad: null,
  effect: 'reads',
});

/**
 * Mirrors `tf.io.read_file`: the content as a scalar string.
 * @throws {@link NotFoundError}, {@link InvalidArgumentError} for several names
 */
export const read_file = named(
  'read_file',
  ['filename'],
  ['name'],
  (filename: TensorLike, _name?: string | null): Tensor => dispatchOne(ReadFile, [stringTensor(filename)]),
);
/**
 * Mirrors `tf.io.write_file`; directories above are made.
 * @throws {@link InvalidArgumentError} for several names or contents
 */
export const write_file = named(
  'write_file',
  ['filename', 'contents'],
  ['name'],
  (filename: TensorLike, contents: TensorLike, _name?: string | null): void => {
    dispatch(WriteFile, [stringTensor(filename), stringTensor(contents)], noAttributes);
  },
);
/** Mirrors `tf.io.matching_files`: the files that match a pattern (or one of several), sorted. */
export const matching_files = named(
  'matching_files',
  ['pattern'],
  ['name'],
  (pattern: TensorLike, _name?: string | null): Tensor => dispatchOne(MatchingFiles, [stringTensor(pattern)]),
);
