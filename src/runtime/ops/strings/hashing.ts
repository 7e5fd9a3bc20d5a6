/** `tf.strings.to_hash_bucket*`: strings to numbers below `num_buckets`. */

import { int64 } from '../../../dtypes';
import { InvalidArgumentError } from '../../../errors';
import { type Args, bindArguments } from '../../../python/arguments';
import type { TensorLike } from '../../convert_types';
import { dispatch } from '../../dispatch';
import { dispatching } from '../../dispatched';
import { integer } from '../../index_argument';
import { fingerprint64, hash64, sipHash } from '../../kernels/hash';
import { defineOp, type OpRecord } from '../../op';
import { Tensor } from '../../tensor';
import { bytesOf, checkString, stringTensor } from './common';

interface HashAttributes {
  readonly [name: string]: unknown;
  readonly num_buckets: number;
  readonly key: readonly bigint[];
}
function hashOp(
  type: string,
  hash: (bytes: Uint8Array, key: readonly [bigint, bigint]) => bigint,
): OpRecord<HashAttributes> {
  return defineOp<HashAttributes>({
    type,
    infer: ([x], { num_buckets, key }) => {
      checkString(type, x!);
      if (num_buckets < 1)
        throw new InvalidArgumentError(
          `Value for attr 'num_buckets' of ${num_buckets} must be at least minimum 1\n\t; NodeDef: {{node ${type}}}`,
        );
      if (type === 'StringToHashBucketStrong' && key.length !== 2)
        throw new InvalidArgumentError('Key must have 2 elements');
      return [{ dtype: int64, dims: x!.dims }];
    },
    kernel: ([x], { num_buckets, key }) => {
      const buckets = BigInt(num_buckets);
      const values = bytesOf(x!).map((bytes) => hash(bytes, key as [bigint, bigint]) % buckets);
      return [new Tensor(int64, x!.dims, BigInt64Array.from(values))];
    },
    grad: null,
  });
}
const Fast = hashOp('StringToHashBucketFast', (bytes) => fingerprint64(bytes));
const Strong = hashOp('StringToHashBucketStrong', sipHash);
const Old = hashOp('StringToHashBucket', (bytes) => hash64(bytes));

type HashArgs = Args<
  [input: TensorLike, num_buckets: number],
  [name: string | null],
  { name?: string | null },
  ['input', 'num_buckets']
>;
function runHash(method: string, op: OpRecord<HashAttributes>, args: HashArgs): Tensor {
  const names = ['input', 'num_buckets', 'name'] as const;
  const given = bindArguments<{ input: TensorLike; num_buckets: number; name: unknown }>(
    method,
    names,
    args,
    {
      required: 2,
    },
  );
  const num_buckets = integer(given.num_buckets!, 'num_buckets');
  return dispatch(op, [stringTensor(given.input!)], { num_buckets, key: [] })[0]!;
}
/** Mirrors `tf.strings.to_hash_bucket_fast`: FarmHash, int64. */
export const to_hash_bucket_fast = dispatching()(function to_hash_bucket_fast(...args: HashArgs): Tensor {
  return runHash('to_hash_bucket_fast', Fast, args);
});
/** Mirrors `tf.strings.to_hash_bucket`, whose hash is TF's older one. */
export const to_hash_bucket = dispatching()(function to_hash_bucket(...args: HashArgs): Tensor {
  return runHash('to_hash_bucket', Old, args);
});
/** Mirrors `tf.strings.to_hash_bucket_strong`: SipHash with a key of two integers. */
export const to_hash_bucket_strong = dispatching()(function to_hash_bucket_strong(
  ...args: Args<
    [input: TensorLike, num_buckets: number, key: readonly (number | bigint)[]],
    [name: string | null],
    { name?: string | null },
    ['input', 'num_buckets', 'key']
  >
): Tensor {
  const names = ['input', 'num_buckets', 'key', 'name'] as const;
  const given = bindArguments<{
    input: TensorLike;
    num_buckets: number;
    key: readonly (number | bigint)[];
    name: unknown;
  }>('to_hash_bucket_strong', names, args, { required: 3 });
  const num_buckets = integer(given.num_buckets!, 'num_buckets');
  return dispatch(Strong, [stringTensor(given.input!)], { num_buckets, key: given.key!.map(BigInt) })[0]!;
});
