/** Our side of the checkpoint rows. */
import path from 'node:path';
import { flowpointNow } from './package.mjs';

/** How many variables of which shape, and how a name-based checkpoint calls them. */
const kinds = {
  256: { count: 64, shape: [1024, 1024], letter: 'v' },
  tiny: { count: 20_000, shape: [4], letter: 't' },
};

const variables = new Map();
/** The variables of a kind, made once: `v0`… hold their own number. */
function variablesOf(kind) {
  if (!variables.has(kind)) {
    const tf = flowpointNow();
    const { count, shape, letter } = kinds[kind];
    const make = (_, i) => new tf.Variable(tf.fill(shape, i), { name: `${letter}${i}` });
    variables.set(kind, Array.from({ length: count }, make));
  }
  return variables.get(kind);
}

function namesOf(kind) {
  return variablesOf(kind).map(({ name }) => name.split(':')[0]);
}

function check(kind) {
  const list = variablesOf(kind);
  if (list.at(-1).numpy().data[0] !== list.length - 1) throw new Error('the wrong values were restored');
}

/** A function that writes the variables of a kind to a prefix, object-based. */
export function objectBasedWriter(kind) {
  const tf = flowpointNow();
  const checkpoint = new tf.train.Checkpoint({ v: variablesOf(kind) });
  return (prefix) => checkpoint.write(prefix);
}

/** The same, name-based, by the op that a Saver uses. */
export function nameBasedWriter(kind) {
  const tf = flowpointNow();
  const names = namesOf(kind);
  const slices = names.map(() => '');
  return (prefix) => {
    const tensors = variablesOf(kind).map((variable) => variable.value());
    tf.raw_ops.SaveV2({ prefix, tensor_names: names, shape_and_slices: slices, tensors });
  };
}

const saving =
  (makeWriter, file) =>
  ({ dir }) => {
    const write = makeWriter();
    return { run: () => write(path.join(dir, file)) };
  };

function objectBasedReader(kind, prefix) {
  const tf = flowpointNow();
  const checkpoint = new tf.train.Checkpoint({ v: variablesOf(kind) });
  return () => {
    checkpoint.read(prefix).assert_consumed();
    check(kind);
  };
}

function nameBasedReader(kind, prefix) {
  const tf = flowpointNow();
  const names = namesOf(kind);
  const slices = names.map(() => '');
  const dtypes = names.map(() => tf.float32);
  return () => {
    const tensors = tf.raw_ops.RestoreV2({ prefix, tensor_names: names, shape_and_slices: slices, dtypes });
    for (const [i, variable] of variablesOf(kind).entries()) variable.assign(tensors[i]);
    check(kind);
  };
}

const restoring =
  (makeReader, kind, file) =>
  ({ dir }) => ({ run: makeReader(kind, path.join(dir, file)) });

/** A workload that opens a checkpoint and asks its reader. */
const reading =
  (file, use) =>
  ({ dir }) => {
    const tf = flowpointNow();
    return { run: () => use(tf, path.join(dir, file)) };
  };

function readEverything(tf, prefix) {
  const reader = tf.train.load_checkpoint(prefix);
  const values = Object.keys(reader.get_variable_to_shape_map()).map((key) => reader.get_tensor(key));
  if (values.length < 64) throw new Error('tensors are missing');
}

function listEverything(tf, prefix) {
  if (tf.train.list_variables(prefix).length !== kinds.tiny.count) throw new Error('variables are missing');
}

const readOne = (key) => (tf, prefix) => tf.train.load_checkpoint(prefix).get_tensor(key);

/** @param name what this contender's files are called */
export function checkpointWorkloads(name) {
  return {
    save256_obj: saving(() => objectBasedWriter('256'), `out_${name}_obj_256`),
    save256_v1: saving(() => nameBasedWriter('256'), `out_${name}_v1_256`),
    restore256_obj: restoring(objectBasedReader, '256', 'fx_obj_256'),
    restore256_v1: restoring(nameBasedReader, '256', 'fx_v1_256'),
    readall256: reading('fx_v1_256', readEverything),
    tiny_save_obj: saving(() => objectBasedWriter('tiny'), `out_${name}_obj_tiny`),
    tiny_save_v1: saving(() => nameBasedWriter('tiny'), `out_${name}_v1_tiny`),
    tiny_restore_obj: restoring(objectBasedReader, 'tiny', 'fx_obj_tiny'),
    tiny_restore_v1: restoring(nameBasedReader, 'tiny', 'fx_v1_tiny'),
    tiny_list: reading('fx_v1_tiny', listEverything),
    tiny_first: reading('fx_v1_tiny', readOne('t12345')),
    first256: reading('fx_v1_256', readOne('v33')),
  };
}
