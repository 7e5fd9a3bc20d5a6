/**
 * Every row of the tables. A contender has a workload of the same name for the rows that it takes part in.
 *
 * - `kind`: timed (a workload), startup (a process from start to exit), memory (peak RSS of one run of a workload)
 * - `unit`: of what is printed; rows in `us` are warmed up for 1.5 s, the others for some six budgets
 * - `bytes`, `flop`: the work of one run, for GB/s and GFLOP/s
 * - `once`: one measurement is one run; `slow`: two rounds without a warm-up are enough
 * - `everyDirectory`: repeated on disk and on tmpfs; `fixtures`: reads the checkpoints that fixtures.mjs makes
 * - `targets`: what Flowpoint wants to reach, see targets.mjs
 */
export const MIB = 2 ** 20;
/** 64 float32 variables of 4 MiB. */
export const LARGE_BYTES = 256 * MIB;

export const groups = ['checkpoints', 'runtime', 'training'];

const saveTarget = (place, ratio) => ({ contender: 'flowpoint-nosync', place, ratio, of: 'tf2.15' });
const ours = (target) => ({ contender: 'flowpoint', ...target });

const large = {
  kind: 'timed',
  unit: 'ms',
  once: true,
  everyDirectory: true,
  bytes: LARGE_BYTES,
  fixtures: true,
};
const small = { kind: 'timed', unit: 'ms', once: true, fixtures: true };
const memory = { kind: 'memory', unit: 'x', fixtures: true };

const startup = {
  name: 'startup',
  kind: 'startup',
  unit: 'ms',
  what: 'process start, import, one op, exit',
  targets: [ours({ above: 70, of: 'raw' })],
};

const checkpoints = [
  {
    ...large,
    name: 'save256_obj',
    what: 'object-based save of 64 x 4 MB (raw: plain writes)',
    targets: [saveTarget('disk', 360 / 379), saveTarget('shm', 160 / 216)],
  },
  { ...large, name: 'save256_v1', what: 'name-based save of the same' },
  {
    ...large,
    name: 'restore256_obj',
    what: 'restore into variables, warm cache (raw: plain reads)',
    targets: [ours({ ratio: 1.5, of: 'tf2.15' })],
  },
  { ...large, name: 'restore256_v1', what: 'the same, name-based' },
  { ...large, name: 'readall256', what: 'load_checkpoint and get_tensor of all 64' },
  { ...large, name: 'copy256', what: 'cp of the .data file' },
  { ...small, name: 'crc32c_256', bytes: LARGE_BYTES, what: 'crc32c over 256 MB in memory' },
  { ...small, name: 'memcpy_256', bytes: LARGE_BYTES, what: 'copy 64 x 4 MB in memory, to touched pages' },
  {
    ...small,
    name: 'tiny_save_obj',
    slow: true,
    what: '20,000 variables [4] float32, object-based save',
    targets: [ours({ limit: 500 }), ours({ ratio: 0.1, of: 'tf2.15' })],
  },
  { ...small, name: 'tiny_save_v1', slow: true, what: 'the same, name-based' },
  {
    ...small,
    name: 'tiny_restore_obj',
    slow: true,
    what: 'object-based restore and assert_consumed',
    targets: [ours({ limit: 500 }), ours({ ratio: 0.1, of: 'tf2.15' })],
  },
  { ...small, name: 'tiny_restore_v1', slow: true, what: 'name-based restore' },
  {
    ...small,
    name: 'tiny_list',
    what: 'list_variables: open, keys and shapes of 20,000',
    targets: [ours({ limit: 25 })],
  },
  {
    ...small,
    name: 'tiny_first',
    what: 'open and read one tensor of 20,000 by its key',
    targets: [ours({ limit: 5 })],
  },
  { ...small, name: 'first256', what: 'open and read one 4 MB tensor of 64 by its key' },
  startup,
  {
    ...memory,
    name: 'rss_save256_obj',
    of: 'save256_obj',
    what: 'peak RSS above the start, in units of 256 MB',
    targets: [ours({ limit: 0.1 })],
  },
  {
    ...memory,
    name: 'rss_restore256_obj',
    of: 'restore256_obj',
    what: 'the same: new values beside the old ones are 1',
    targets: [ours({ limit: 1.1 })],
  },
  {
    ...memory,
    name: 'rss_readall256',
    of: 'readall256',
    what: 'the same: the values that were read are 1',
    targets: [ours({ limit: 1.1 })],
  },
];

const fast = { kind: 'timed', unit: 'us' };
const op = { kind: 'timed', unit: 'ms' };
const limit = (value) => [ours({ limit: value })];
/** What large rows reach where no time is given. */
const tenfold = [ours({ ratio: 0.1, of: 'tfjs-cpu' })];
const square = (n, targets) => ({
  ...op,
  name: `matmul_${n}`,
  what: 'square matmul',
  flop: 2 * n ** 3,
  targets,
});
/** Milliseconds of a square matmul at so many GFLOP/s. */
const atRate = (n, gigaflops) => limit((2 * n ** 3) / gigaflops / 1e6);

const runtime = [
  {
    ...fast,
    name: 'add_10',
    what: '[10] + [10]',
    targets: [ours({ limit: 0.2 }), ours({ ratio: 0.5, of: 'numpy' })],
  },
  { ...fast, name: 'chain10_64', what: 'ten element-wise ops on [64], per chain', targets: limit(4) },
  { ...fast, name: 'chain10_64_graph', what: 'the same compiled (tf.function, jit)', targets: limit(1.5) },
  { ...fast, name: 'assign_add', what: 'scalar variable assign_add(1)', targets: limit(0.15) },
  { ...fast, name: 'matmul_32', what: '[32,32] x [32,32]', targets: limit(5) },
  { ...op, name: 'fma_1e6', what: 'a*b+c on 1e6', bytes: 6 * 4e6, targets: limit(2) },
  { ...op, name: 'tanh_1e6', what: 'tanh on 1e6', targets: limit(8) },
  { ...op, name: 'exp_1e6', what: 'exp on 1e6', targets: limit(8) },
  { ...op, name: 'sum_axis0', what: 'sum [1024,1024] over axis 0', targets: limit(0.8) },
  { ...op, name: 'sum_axis1', what: 'sum [1024,1024] over axis 1', targets: limit(0.8) },
  { ...op, name: 'softmax_1024', what: 'softmax over the last axis of [1024,1024]', targets: limit(8) },
  square(256, tenfold),
  square(512, [...tenfold, ...atRate(512, 35)]),
  square(1024, [...tenfold, ...atRate(1024, 45)]),
  {
    ...op,
    name: 'conv2d',
    what: '[32,28,28,16] * [3,3,16,32] same',
    flop: 2 * 32 * 28 * 28 * 9 * 16 * 32,
    targets: [...tenfold, ...limit(8)],
  },
  { ...op, name: 'bcast_add_512', what: '[512,1] + [1,512]', targets: tenfold },
  { ...op, name: 'transpose_1024', what: 'transpose [1024,1024], copied out', targets: limit(2) },
  { ...op, name: 'gather_10k', what: '10k rows of 64 from [50k,64]', targets: limit(0.5) },
  startup,
];

const training = [
  {
    ...fast,
    name: 'linreg_step',
    what: 'Dense(5) on [2,1], mean |err|, Adam 0.1, eager',
    targets: [ours({ limit: 20 })],
  },
  { ...fast, name: 'linreg_step_graph', what: 'the same compiled', targets: [ours({ limit: 10 })] },
  {
    ...op,
    name: 'mlp_step',
    what: '784-512-512-10, batch 64, softmax xent, Adam, eager',
    targets: [ours({ ratio: 0.2, of: 'tfjs-cpu' })],
  },
  { ...op, name: 'mlp_step_graph', what: 'the same compiled' },
  { ...op, name: 'cnn_step', what: 'two conv3x3 with pooling, dense 10 on [32,28,28,1], SGD 0.9, eager' },
  { ...op, name: 'cnn_step_graph', what: 'the same compiled' },
];

export function rowsOfGroup(group) {
  return { checkpoints, runtime, training }[group];
}
