import * as path from 'node:path';
import * as dtypes from '../../../src/dtypes';
import { InvalidArgumentError, NotFoundError, TypeError, ValueError } from '../../../src/errors';
import { Tensor } from '../../../src/runtime/tensor';
import { Variable } from '../../../src/runtime/variable';
import { Checkpoint } from '../../../src/saving/checkpoint/checkpoint';
import { MergeV2Checkpoints, RestoreV2, SaveV2 } from '../../../src/saving/checkpoint/raw_ops';
import {
  CheckpointReader,
  list_variables,
  load_checkpoint,
  load_variable,
} from '../../../src/saving/checkpoint/reader';
import { CheckpointView } from '../../../src/saving/checkpoint/view';
import { goldens, withFolder } from '../../support/files';

const GRAPH = '_CHECKPOINTABLE_OBJECT_GRAPH';
const KEY = 'v/.ATTRIBUTES/VARIABLE_VALUE';
const make = () =>
  new Checkpoint({
    v: new Variable(
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
      { name: 'v' },
    ),
  });
const saved = (folder: string) => make().save(path.join(folder, 'c'));

describe('load_checkpoint', () => {
  it('S5.1 opens the newest of a directory, or a prefix', () => {
    withFolder((folder) => {
      expect(() => load_checkpoint(folder)).toThrow(ValueError);
      expect(() => load_checkpoint(folder)).toThrow(
        `Couldn't find 'checkpoint' file or checkpoints in given directory ${folder}`,
      );
      const prefix = saved(folder);
      expect(load_checkpoint(folder).prefix).toBe(prefix);
      expect(() => load_checkpoint(path.join(folder, 'no'))).toThrow(NotFoundError);
    });
  });

  it('S5.2 lists keys with shapes, sorted, and drops :0 in load_variable only', () => {
    withFolder((folder) => {
      const prefix = saved(folder);
      const counter = 'save_counter/.ATTRIBUTES/VARIABLE_VALUE';
      expect(list_variables(prefix)).toEqual([
        [GRAPH, []],
        [counter, []],
        [KEY, [2, 3]],
      ]);
      expect(load_variable(prefix, `${KEY}:0`).tolist()).toEqual([
        [1, 2, 3],
        [4, 5, 6],
      ]);
      using reader = load_checkpoint(prefix);
      expect(reader.has_tensor(`${KEY}:0`)).toBe(false);
      expect(() => reader.get_tensor(`${KEY}:0`)).toThrow(`Key ${KEY}:0 not found in checkpoint`);
    });
  });

  it('S5.3 gives maps in key order, without a prototype, and a line a key', () => {
    withFolder((folder) => {
      using reader = load_checkpoint(saved(folder));
      const shapes = reader.get_variable_to_shape_map();
      expect(Object.getPrototypeOf(shapes)).toBeNull();
      expect(Object.keys(shapes)).toEqual([...reader.keys()]);
      expect(reader.get_variable_to_dtype_map()[KEY]).toBe(dtypes.float32);
      expect(reader.debug_string()).toBe(
        `${GRAPH} (DT_STRING) []\nsave_counter/.ATTRIBUTES/VARIABLE_VALUE (DT_INT64) []\n${KEY} (DT_FLOAT) [2,3]\n`,
      );
    });
  });

  it('reads parts of a tensor, typed, and refuses another dtype', () => {
    withFolder((folder) => {
      using reader = load_checkpoint(saved(folder));
      const part: Float32Array = reader.lazy(KEY, 'float32').read(1, 4);
      expect([...part]).toEqual([2, 3, 4]);
      expect(reader.lazy(KEY).read()).toHaveLength(6);
      expect(() => reader.lazy(KEY, 'int32')).toThrow(InvalidArgumentError);
    });
  });

  it('a closed reader reads no more', () => {
    withFolder((folder) => {
      const reader = load_checkpoint(saved(folder));
      reader.close();
      reader.close();
      expect(() => reader.get_tensor(KEY)).toThrow(ValueError);
    });
  });
});

it('a reader refuses a key that is no string, and knows no empty one', () => {
  using reader = load_checkpoint(path.join(goldens, 'tf2.15/writes/order'));
  const key = 4 as unknown as string;
  expect(() => reader.get_tensor(key)).toThrow(TypeError);
  expect(() => reader.has_tensor(key)).toThrow('Expected binary or unicode string, got 4');
  expect(() => reader.info(undefined as unknown as string)).toThrow(TypeError);
  expect(() => reader.get_tensor('')).toThrow(NotFoundError);
});

describe('CheckpointView', () => {
  it('M9.1 refuses a name-based file', () => {
    const prefix = path.join(goldens, 'tf2.15/guide/tf1-ckpt');
    expect(() => new CheckpointView(prefix)).toThrow(
      `The specified checkpoint "${prefix}" does not appear to be object-based (saved with TF2) since it is missing ` +
        `the key "${GRAPH}". Likely it was created with the TF1 name-based saver and does not contain an object ` +
        'dependency graph.',
    );
  });

  it('M9.2 M9.3 M9.4 shows edges, matches and differences', () => {
    withFolder((folder) => {
      const view = new CheckpointView(saved(folder));
      expect([...view.children(0)]).toEqual([
        ['v', 1],
        ['save_counter', 2],
      ]);
      expect(view.descendants()).toEqual([0, 1, 2]);
      const live = make();
      expect(view.match(live).get(1)).toBe(live.v);
      const [, inFile, inProgram] = view.diff(live);
      expect(inFile).toEqual([2]);
      expect(inProgram).toEqual([]);
    });
  });
});

describe('raw ops', () => {
  const tensor = (values: number[], shape: number[]) =>
    new Tensor(dtypes.float32, shape, Float32Array.from(values));

  it('F7 SaveV2 and RestoreV2 write and read wholes and slices', () => {
    withFolder((folder) => {
      const prefix = path.join(folder, 'c');
      SaveV2({
        prefix,
        tensor_names: ['w', 'w', 'x'],
        shape_and_slices: ['3 2 0,1:-', '3 2 1,2:-', ''],
        tensors: [tensor([1, 2], [1, 2]), tensor([3, 4, 5, 6], [2, 2]), tensor([7], [])],
      });
      const [whole, part, x] = RestoreV2({
        prefix,
        tensor_names: ['w', 'w', 'x'],
        shape_and_slices: ['', '3 2 0,2:1,1', ''],
        dtypes: ['float32', dtypes.float32, 'float32'],
      });
      expect(whole!.numpy().tolist()).toEqual([
        [1, 2],
        [3, 4],
        [5, 6],
      ]);
      expect(part!.numpy().tolist()).toEqual([[2], [4]]);
      expect(x!.numpy().item()).toBe(7);
    });
  });

  it('F7.6 say which slice does not fit', () => {
    withFolder((folder) => {
      const prefix = path.join(folder, 'c');
      const save = (spec: string) =>
        SaveV2({ prefix, tensor_names: ['w'], shape_and_slices: [spec], tensors: [tensor([1, 2], [2])] });
      expect(() => save('4 0,3')).toThrow(
        'Slice in shape_and_slice specification does not match the shape of the tensor to  save: 4 0,3, tensor: [2]',
      );
      save('');
      const restore = (spec: string, dtype: 'float32' | 'int32') =>
        RestoreV2({ prefix, tensor_names: ['w'], shape_and_slices: [spec], dtypes: [dtype] });
      expect(() => restore('3 0,1', 'float32')).toThrow(
        'tensor_name = w; shape in shape_and_slice spec [3] does not match the shape stored in checkpoint: [2]',
      );
      expect(() => restore('', 'int32')).toThrow(
        'tensor_name = w; expected dtype int32 does not equal original dtype float',
      );
    });
  });

  it('want as many slices as names', () => {
    const count = () =>
      SaveV2({
        prefix: 'nowhere',
        tensor_names: ['a', 'b'],
        shape_and_slices: [''],
        tensors: [tensor([1], [])],
      });
    expect(count).toThrow('tensor_names and shape_and_slices have different number of elements: 2 vs. 1');
  });

  it('F9 MergeV2Checkpoints joins bundles', () => {
    withFolder((folder) => {
      const parts = ['a', 'b'].map((name) => {
        const prefix = path.join(folder, 'parts', name);
        SaveV2({ prefix, tensor_names: [name], shape_and_slices: [''], tensors: [tensor([1], [])] });
        return prefix;
      });
      const destination_prefix = path.join(folder, 'c');
      MergeV2Checkpoints({ checkpoint_prefixes: parts, destination_prefix });
      using reader = new CheckpointReader(destination_prefix);
      expect([...reader.keys()]).toEqual(['a', 'b']);
    });
  });
});
