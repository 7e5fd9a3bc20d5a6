/** `Saver.save` programs of the goldens manifest: run in a graph and a session, compared with TensorFlow's bytes. */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import * as tf1 from '../../src/compat_v1';
import type { Partitioner } from '../../src/compat_v1/partitioners';
import { Graph } from '../../src/runtime/graph/graph';
import { asNDArray } from '../../src/runtime/ndarray';
import { slice } from '../../src/runtime/ops/slicing';
import { type ProgramTensor, programTensor } from './program_tensor';

interface ProgramVariable extends ProgramTensor {
  readonly name: string;
  readonly partitions?: number;
  readonly partition_axis?: number;
}
export interface SaverWrite {
  readonly id: string;
  readonly prefix: string;
  readonly files: readonly string[];
  readonly program: {
    readonly op: 'Saver.save';
    readonly variables: readonly ProgramVariable[];
    readonly var_list?: Readonly<Record<string, string>>;
    readonly steps?: readonly number[];
    readonly max_to_keep?: number;
  };
}

export function isSaverWrite(write: { readonly program: { readonly op: string } }): write is SaverWrite {
  return write.program.op === 'Saver.save';
}

function makeVariable(program: ProgramVariable): unknown {
  const { name, partitions } = program;
  const value = asNDArray(programTensor(program));
  const common = { shape: [...program.shape], dtype: value.dtype };
  if (partitions === undefined)
    return tf1.get_variable(name, { ...common, initializer: new tf1.constant_initializer(value) });
  const partitioner: Partitioner = tf1.fixed_size_partitioner(partitions, program.partition_axis ?? 0);
  return tf1.get_variable(name, {
    ...common,
    partitioner,
    initializer: (shape, _dtype, info) => slice(value, [...info!.var_offset], [...shape]),
  });
}

/** Runs the program in the working folder. */
function save({ id, program }: SaverWrite): void {
  const graph = new Graph();
  using _ = graph.as_default();
  using session = new tf1.Session();
  const variables = new Map(program.variables.map((variable) => [variable.name, makeVariable(variable)]));
  session.run(tf1.global_variables_initializer());
  const { var_list } = program;
  const chosen =
    var_list === undefined
      ? null
      : Object.fromEntries(Object.entries(var_list).map(([key, name]) => [key, variables.get(name)]));
  const saver = new tf1.train.Saver(chosen, { max_to_keep: program.max_to_keep ?? 5 });
  const name = path.basename(id);
  for (const global_step of program.steps ?? [null])
    saver.save(session, `./${name}`, {
      global_step,
      write_meta_graph: false,
      latest_filename: `${name}.state`,
    });
}

/** Null if all files are as TensorFlow's. */
export function checkSaverWrite(folder: string, write: SaverWrite): string | null {
  const expected = path.resolve(folder, path.dirname(write.prefix));
  const former = process.cwd();
  const work = fs.mkdtempSync(path.join(os.tmpdir(), 'flowpoint-goldens-'));
  process.chdir(work);
  try {
    save(write);
    for (const file of write.files)
      if (!fs.readFileSync(path.join(expected, file)).equals(fs.readFileSync(file))) return `${file} differs`;
    return null;
  } finally {
    process.chdir(former);
    fs.rmSync(work, { recursive: true });
  }
}
