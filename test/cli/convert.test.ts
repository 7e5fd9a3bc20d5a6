import * as fs from 'node:fs';
import * as path from 'node:path';
import { main } from '../../src/cli/main';
import * as tf1 from '../../src/compat_v1';
import { Variable } from '../../src/runtime/variable';
import { Checkpoint } from '../../src/saving/checkpoint/checkpoint';
import { goldens, useFolder } from '../compat_v1/support';

const at = useFolder();
const guide = path.join(goldens, 'tf2.15/guide');

function flowpoint(...args: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const code = main(args, { out: (line) => out.push(line), err: (line) => err.push(line) });
  return { code, out, err };
}

describe('flowpoint convert', () => {
  it("writes the guide's TF2 checkpoint as TF1's, byte for byte", () => {
    const { code, out } = flowpoint(
      'convert',
      path.join(guide, 'tf2-ckpt-saved-in-session-1'),
      at('m'),
      '--to',
      'tf1',
    );
    expect(code).toBe(0);
    expect(out.at(-1)).toBe(`3 tensors written to ${at('m')}`);
    for (const end of ['.index', '.data-00000-of-00001'])
      expect(fs.readFileSync(at(`m${end}`))).toEqual(
        fs.readFileSync(path.join(guide, `converted-tf2-to-tf1${end}`)),
      );
    expect(tf1.train.latest_checkpoint(at())).toBe(at('m'));
  });
  it("writes the guide's TF1 checkpoint as objects under vars, with other names on request", () => {
    const { code } = flowpoint(
      'convert',
      path.join(guide, 'tf1-ckpt'),
      at('m'),
      '--to',
      'tf2',
      '--rename',
      'a=first',
      '--rename-regex',
      '^scoped/(.)=inner/$1$1',
    );
    expect(code).toBe(0);
    const vars = { first: new Variable(0), b: new Variable(0), 'inner/cc': new Variable(0) };
    new Checkpoint({ vars }).restore(at('m-1')).assert_consumed();
    expect(Object.values(vars).map((v) => v.numpy().item())).toEqual([1, 2, 3]);
  });
  it('writes nothing on a dry run', () => {
    const { out } = flowpoint(
      'convert',
      path.join(guide, 'tf1-ckpt'),
      at('m'),
      '--to',
      'tf2',
      '--dry-run',
      '--rename',
      'a=x',
    );
    expect(out).toEqual(['b', 'scoped/c', 'a -> x', '3 tensors, nothing written']);
    expect(fs.readdirSync(at())).toEqual([]);
  });
  it('makes the folder, and names values that have one full name by their places', () => {
    const { code, out } = flowpoint(
      'convert',
      '--to',
      'tf1',
      '--rename',
      'c=sea',
      '--rename',
      'v/b/.ATTRIBUTES/VARIABLE_VALUE=bee',
      path.join(guide, 'root-tf2-ckpt-1'),
      at('new/folder/m'),
    );
    expect(code).toBe(0);
    expect(out.at(-1)).toBe(`4 tensors written to ${at('new/folder/m')}`);
    const names = tf1.train.list_variables(at('new/folder/m')).map(([name]) => name);
    expect(names).toEqual(['bee', 'module/d', 'sea', 'v/a']);
  });
  it('leaves out what only TensorFlow can read, and says so', () => {
    const source = path.join(goldens, 'tf2.15/trackables/iterator');
    const { code, err } = flowpoint('convert', source, at('m'), '--to', 'tf1');
    expect([code, err]).toEqual([
      0,
      ['flowpoint: it/.ATTRIBUTES/ITERATOR_STATE is left out: only TensorFlow can read it'],
    ]);
  });
  it('keeps every bit of a NaN', () => {
    const source = path.join(goldens, 'tf2.15/dtypes/numeric');
    const bits = (prefix: string, key: string): number[] => [
      ...new Uint32Array((tf1.train.load_checkpoint(prefix).get_tensor(key).data as Float32Array).buffer),
    ];
    flowpoint('convert', source, at('m'), '--to', 'tf2');
    expect(bits(at('m-1'), 'vars/float32.Snan_bits/.ATTRIBUTES/VARIABLE_VALUE')).toEqual(
      bits(source, 'float32/nan_bits'),
    );
  });
  it('refuses a name that is not there, naming the nearest, and an empty one', () => {
    const refused = (...renames: string[]) => {
      const { code, err } = flowpoint(
        'convert',
        path.join(guide, 'tf1-ckpt'),
        at('m'),
        '--to',
        'tf2',
        ...renames,
      );
      return [code, ...err];
    };
    expect(refused('--rename', 'scoped/C=x')).toEqual([
      1,
      `flowpoint: Key scoped/C not found in checkpoint ${path.join(guide, 'tf1-ckpt')}; the nearest one is scoped/c`,
    ]);
    expect(refused('--rename-regex', '^a$=')[1]).toContain('a would have an empty name');
    expect(fs.readdirSync(at())).toEqual([]);
  });
  it('takes full names of objects that are in no dict, and refuses two of one name', () => {
    const net = { w: new Variable(1, { name: 'dense/kernel' }), b: new Variable(2, { name: 'dense/bias' }) };
    const saved = new Checkpoint({ net }).save(at('obj'));
    expect([...tf1.train.convertTf2ToTf1(saved, at('m')).keys.values()]).toEqual([
      'dense/bias',
      'dense/kernel',
    ]);
    const { code, err } = flowpoint(
      'convert',
      saved,
      at('n'),
      '--to',
      'tf1',
      '--rename',
      'dense/bias=dense/kernel',
    );
    expect(code).toBe(1);
    expect(err[0]).toContain('would both be called dense/kernel');
    expect(flowpoint('convert', saved, at('n'), '--to', 'tf2').err[0]).toContain(
      'is object-based (TF2) already',
    );
    expect(flowpoint('convert', saved, at('n'), '--to', 'tf3').code).toBe(1);
  });
});
