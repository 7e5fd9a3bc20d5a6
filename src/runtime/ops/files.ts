/** `tf.io.read_file`, `write_file`, `matching_files`. */
import { string } from '../../dtypes';
import type { Args } from '../../python/arguments';
import { dirname } from '../../saving/storage/paths';
import type { TensorLike } from '../convert_types';
import { dispatch, dispatchOne } from '../dispatch';
import { glob, makedirs, readBytes, writeBytes } from '../gfile';
import { defineOp, noAttributes, type OpRecord } from '../op';
import { Tensor } from '../tensor';
import { decodeText, encodeText } from '../utf8';
import { bytesOf, checkString, stringTensor } from './strings/common';

const ReadFile: OpRecord = defineOp({
  type: 'ReadFile',
  infer: ([name]) => {
    checkString('ReadFile', name!);
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
    return [{ dtype: string, dims: [null] }];
  },
  kernel: ([pattern]) => {
    const paths = glob(bytesOf(pattern!).map(decodeText)).map(encodeText);
    return [new Tensor(string, [paths.length], paths)];
  },
  grad: null,
  effect: 'reads',
});

/** Mirrors `tf.io.read_file`: the content as a scalar string. @throws {@link NotFoundError} */
export function read_file(
  ...args: Args<[filename: TensorLike], [name: string | null], { name?: string | null }>
): Tensor {
  return dispatchOne(ReadFile, [stringTensor(args[0])]);
}
/** Mirrors `tf.io.write_file`; directories above are made. */
export function write_file(
  ...args: Args<[filename: TensorLike, contents: TensorLike], [name: string | null], { name?: string | null }>
): void {
  dispatch(WriteFile, [stringTensor(args[0]), stringTensor(args[1])], noAttributes);
}
/** Mirrors `tf.io.matching_files`: the files that match a pattern, sorted. */
export function matching_files(
  ...args: Args<[pattern: TensorLike], [name: string | null], { name?: string | null }>
): Tensor {
  return dispatchOne(MatchingFiles, [stringTensor(args[0])]);
}
