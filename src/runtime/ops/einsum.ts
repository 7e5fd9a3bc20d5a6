/**
 * `einsum`: products summed over shared labels. Two operands are brought to matrices (batch, kept, summed) and go
 * through the matrix product; one operand is a walk along strides.
 */

import {
  bfloat16,
  complex64,
  complex128,
  float16,
  float32,
  float64,
  int32,
  int64,
  type TensorStorage,
  uint8,
  uint32,
  uint64,
} from '../../dtypes';
import { InvalidArgumentError, TypeError, ValueError } from '../../errors';
import { isPlainObject } from '../../python/arguments';
import { toTensor } from '../convert';
import type { TensorLike } from '../convert_types';
import { dispatch } from '../dispatch';
import { checkKernel } from '../kernel_types';
import { rowMajorStrides } from '../kernels/strided_copy';
import { checkAllowed, defineOp, mismatch, type OpRecord } from '../op';
import { Tensor } from '../tensor';
import { bracketText, elementCount } from '../tensor_shape';
import { reshape } from './array';
import { conj } from './conj';
import { sumToShape } from './gradient_sums';
import { matmulAdjoint } from './matmul';
import { broadcast_to } from './movement';

interface EinsumAttributes {
  readonly [name: string]: unknown;
  readonly equation: string;
}
const allowed = [
  bfloat16,
  float16,
  float32,
  float64,
  int32,
  int64,
  uint8,
  uint32,
  uint64,
  complex64,
  complex128,
];

/** The labels of one operand, one for each axis; those of an ellipsis are numbers counted from the right. */
type Labels = readonly string[];

function expand(subscripts: string, rank: number): Labels {
  const at = subscripts.indexOf('...');
  if (at < 0) {
    if (subscripts.length !== rank)
      throw new InvalidArgumentError(
        `Expected input to have rank ${subscripts.length} but got: ${rank}. Subscripts: ${subscripts}.`,
        { fields: { expected: subscripts.length, actual: rank } },
      );
    return [...subscripts];
  }
  const [before, after] = [subscripts.slice(0, at), subscripts.slice(at + 3)];
  const hidden = rank - before.length - after.length;
  if (hidden < 0)
    throw new InvalidArgumentError(
      `Expected input to have rank at least ${before.length + after.length} but got: ${rank}`,
    );
  const batch = Array.from({ length: hidden }, (_, i) => String(hidden - i));
  return [...before, ...batch, ...after];
}

interface Parsed {
  readonly inputs: readonly Labels[];
  readonly output: Labels;
  readonly sizes: ReadonlyMap<string, number>;
}

function isHidden(label: string): boolean {
  return label >= '0' && label <= '9';
}

/** Resolves an equation for shapes. @throws {@link InvalidArgumentError} for sizes of one label that differ */
function parse(equation: string, shapes: readonly (readonly number[])[]): Parsed {
  const [left, right] = equation.split('->') as [string, string];
  const inputs = left.split(',').map((subscripts, i) => expand(subscripts, shapes[i]!.length));
  const sizes = new Map<string, number>();
  inputs.forEach((labels, i) => {
    labels.forEach((label, axis) => {
      const size = shapes[i]![axis]!;
      const known = sizes.get(label);
      if (known === undefined || (isHidden(label) && known === 1)) sizes.set(label, size);
      else if (known !== size && !(isHidden(label) && size === 1))
        throw new InvalidArgumentError(
          `Expected dimension ${known} at axis ${axis} of the input shaped ${bracketText(shapes[i]!)} but got dimension ${size}`,
          { fields: { expected: known, actual: size } },
        );
    });
  });
  const hidden = [...sizes.keys()].filter(isHidden).sort((a, b) => Number(b) - Number(a));
  const at = right.indexOf('...');
  if (at < 0 && hidden.length > 0)
    throw new InvalidArgumentError(
      `Output contains ${hidden.length} broadcasting dimension(s) but no ellipsis (...) was found in the output subscripts.`,
    );
  const output = at < 0 ? [...right] : [...right.slice(0, at), ...hidden, ...right.slice(at + 3)];
  return { inputs, output, sizes };
}

/** The strides of an operand along a list of labels; an axis that is repeated or missing has stride 0. */
function stridesAlong(labels: Labels, dims: readonly number[], wanted: Labels): number[] {
  const strides = rowMajorStrides(dims);
  return wanted.map((label) =>
    labels.reduce(
      (total, own, axis) => (own === label && dims[axis] !== 1 ? total + strides[axis]! : total),
      0,
    ),
  );
}

/** `out[places along kept] = sum over dropped of x`, axes being walked by strides. */
function reduceStrided(
  x: Tensor,
  strides: readonly number[],
  sizes: readonly number[],
  keptCount: number,
  out: TensorStorage,
): void {
  const { dtype, data } = x;
  const lanes = dtype.lanes;
  const dropped = elementCount(sizes.slice(keptCount));
  const index = new Int32Array(sizes.length);
  const count = elementCount(sizes);
  let at = 0;
  const source = data as Float64Array;
  const target = out as Float64Array;
  for (let i = 0; i < count; i++) {
    const place = Math.floor(i / dropped);
    for (let l = 0; l < lanes; l++) target[place * lanes + l]! += source[at * lanes + l]!;
    for (let axis = sizes.length - 1; axis >= 0; axis--) {
      at += strides[axis]!;
      if (++index[axis]! < sizes[axis]!) break;
      at -= strides[axis]! * sizes[axis]!;
      index[axis] = 0;
    }
  }
}

/** One operand with the axes `kept`, all others summed. */
function rearranged(x: Tensor, labels: Labels, kept: Labels, sizes: ReadonlyMap<string, number>): Tensor {
  const dims = kept.map((label) => sizes.get(label)!);
  if (labels.length === kept.length && labels.every((label, i) => label === kept[i] && x.dims[i] === dims[i]))
    return x;
  const others = [...new Set(labels)].filter((label) => !kept.includes(label));
  const all = [...kept, ...others];
  const out = x.dtype.allocate(elementCount(dims));
  const extents = all.map((label) => sizes.get(label)!);
  if (x.data.length > 0) reduceStrided(x, stridesAlong(labels, x.dims, all), extents, kept.length, out);
  return new Tensor(x.dtype, dims, out);
}

/** Puts a tensor where an output names a label twice: its elements go to the diagonal. */
function spreadRepeated(
  x: Tensor,
  labels: Labels,
  output: Labels,
  sizes: ReadonlyMap<string, number>,
): Tensor {
  const dims = output.map((label) => sizes.get(label)!);
  const strides = stridesAlong(output, dims, labels);
  const out = x.dtype.allocate(elementCount(dims)) as Float64Array;
  const lanes = x.dtype.lanes;
  const own = rowMajorStrides(x.dims);
  const count = elementCount(x.dims);
  for (let i = 0; i < count; i++) {
    let to = 0;
    for (let axis = 0; axis < labels.length; axis++)
      to += (Math.floor(i / own[axis]!) % x.dims[axis]!) * strides[axis]!;
    for (let l = 0; l < lanes; l++) out[to * lanes + l] = (x.data as Float64Array)[i * lanes + l]!;
  }
  return new Tensor(x.dtype, dims, out);
}

function unique(labels: Labels): string[] {
  return [...new Set(labels)];
}

function contractTwo([a, b]: readonly Tensor[], { inputs, sizes }: Parsed, output: Labels): Tensor {
  const [la, lb] = inputs.map(unique) as [string[], string[]];
  const batch = output.filter((label) => la.includes(label) && lb.includes(label));
  const shared = la.filter((label) => lb.includes(label) && !output.includes(label));
  const freeA = output.filter((label) => la.includes(label) && !lb.includes(label));
  const freeB = output.filter((label) => lb.includes(label) && !la.includes(label));
  const x = rearranged(a!, inputs[0]!, [...batch, ...freeA, ...shared], sizes);
  const y = rearranged(b!, inputs[1]!, [...batch, ...shared, ...freeB], sizes);
  const count = (labels: Labels) => elementCount(labels.map((label) => sizes.get(label)!));
  const [n, k] = [count(batch), count(shared)];
  const product = matmulAdjoint(
    new Tensor(x.dtype, [n, count(freeA), k], x.data),
    new Tensor(y.dtype, [n, k, count(freeB)], y.data),
    false,
    false,
  );
  const order = [...batch, ...freeA, ...freeB];
  const dims = order.map((label) => sizes.get(label)!);
  return rearranged(new Tensor(product.dtype, dims, product.data), order, output, sizes);
}

const Einsum: OpRecord<EinsumAttributes> = defineOp<EinsumAttributes>({
  type: 'Einsum',
  infer: (inputs, { equation }) => {
    const { dtype } = inputs[0]!;
    checkKernel('Einsum', dtype);
    inputs.forEach((input, i) => {
      if (input.dtype !== dtype) throw mismatch('Einsum', i, dtype, input.dtype);
    });
    checkAllowed('Einsum', dtype, allowed);
    if (inputs.some(({ dims }) => dims === null || dims.includes(null))) return [{ dtype, dims: null }];
    const { output, sizes } = parse(
      equation,
      inputs.map(({ dims }) => dims as number[]),
    );
    return [{ dtype, dims: output.map((label) => sizes.get(label)!) }];
  },
  kernel: (inputs, { equation }) => {
    const parsed = parse(
      equation,
      inputs.map((x) => x.dims),
    );
    const once = unique(parsed.output);
    const result =
      inputs.length === 2
        ? contractTwo(inputs, parsed, once)
        : rearranged(inputs[0]!, parsed.inputs[0]!, once, parsed.sizes);
    if (once.length === parsed.output.length) return [new Tensor(result.dtype, result.dims, result.data)];
    return [spreadRepeated(result, once, parsed.output, parsed.sizes)];
  },
  aliases: true,
  grad: ({ inputs, attrs: { equation }, skips }, g) => {
    const [left, output] = equation.split('->') as [string, string];
    const subscripts = left.split(',');
    if (inputs.length === 1) return [backOne(g!, inputs[0]!, subscripts[0]!, output)];
    const [sx, sy] = subscripts as [string, string];
    const [x, y] = inputs as [Tensor, Tensor];
    return [
      skips?.[0] ? null : backTwo(g!, conj(y), x, sx, sy, output),
      skips?.[1] ? null : backTwo(g!, conj(x), y, sy, sx, output),
    ];
  },
});

function run(equation: string, inputs: readonly Tensor[]): Tensor {
  return dispatch(Einsum, inputs, { equation })[0]!;
}

/** Labels of `subscripts` that none of `others` has. */
function missing(subscripts: string, others: string): string {
  return unique([...subscripts.replace('...', '')])
    .filter((label) => !others.includes(label))
    .join('');
}

/** The gradient of one operand: what was summed is repeated, then the equation is read backwards. */
function backOne(g: Tensor, x: Tensor, subscripts: string, output: string): Tensor {
  const lost = missing(subscripts, output);
  if (lost === '') return run(`${output}->${subscripts}`, [g]);
  const labels = expand(subscripts, x.dims.length);
  const size = (label: string) => x.dims[labels.indexOf(label)]!;
  const front = [...lost].map(size);
  const repeated = broadcast_to(reshape(g, [...front.map(() => 1), ...g.dims]), [...front, ...g.dims]);
  return run(`${lost}${output}->${subscripts}`, [repeated]);
}

/** The gradient of `x` in a product with `other`. */
function backTwo(
  g: Tensor,
  other: Tensor,
  x: Tensor,
  subscripts: string,
  otherSubscripts: string,
  output: string,
): Tensor {
  const dots = output.includes('...');
  const own = dots && !subscripts.includes('...') ? `...${subscripts}` : subscripts;
  const beside = dots && !otherSubscripts.includes('...') ? `...${otherSubscripts}` : otherSubscripts;
  const lost = missing(own, output + beside);
  const left = [...own.replace('...', '0')].filter((label) => !lost.includes(label)).join('');
  const kept = left.replace('0', '...');
  const product = run(`${output},${beside}->${kept}`, [g, other]);
  if (lost === '' && !dots) return product;
  if (!dots) return backOne(product, x, own, kept);
  // The hidden axes may have been broadcast: bring them to the front, where they are summed away.
  const named = kept.replace('...', '');
  const fronted = kept.startsWith('...') ? product : run(`${kept}->...${named}`, [product]);
  const bare = own.replace('...', '');
  const hidden = x.dims.length - bare.length;
  const place = own.indexOf('...');
  const frontDims = [
    ...x.dims.slice(place, place + hidden),
    ...x.dims.slice(0, place),
    ...x.dims.slice(place + hidden),
  ];
  const reach = fronted.dims.length - named.length;
  const full = [...fronted.dims.slice(0, reach), ...frontDims.slice(hidden)];
  const whole =
    lost === '' && named === bare
      ? fronted
      : backOne(fronted, new Tensor(x.dtype, full, x.data), `...${bare}`, `...${named}`);
  const summed = sumToShape(whole, frontDims);
  return place <= 0 ? reshape(summed, x.dims) : run(`...${bare}->${own}`, [summed]);
}

/** The equation with its output written out. @throws {@link ValueError} with TF's texts */
function resolve(equation: string, count: number): { inputs: string[]; output: string } {
  const plain = equation.replaceAll(' ', '');
  if (plain.includes('0')) throw new ValueError(`Invalid character "0" in equation: ${equation}.`);
  const short = plain.replaceAll('...', '0');
  const match = /^([a-zA-Z0,]*)(->[a-zA-Z0]*)?$/.exec(short);
  if (match === null) throw new ValueError(`Subscripts have incorrect format: ${short}`);
  const inputs = match[1]!.split(',');
  if (inputs.length !== count)
    throw new ValueError(`Got ${count} inputs for equation "${equation}", expecting ${inputs.length}`, {
      fields: { expected: inputs.length, actual: count },
    });
  const counts = new Map<string, number>();
  for (const label of match[1]!.replaceAll(',', '')) counts.set(label, (counts.get(label) ?? 0) + 1);
  const once = [...counts].filter(([, n]) => n === 1).map(([label]) => label);
  const output = match[2]?.slice(2) ?? once.sort().join('');
  if (new Set(output).size !== output.length)
    throw new ValueError(
      output.split('0').length > 2
        ? `Output subscripts contain multiple ellipsis: ${equation}`
        : `Output subscripts contain a label appearing more than once: ${equation}`,
    );
  for (const label of output)
    if (label !== '0' && !counts.has(label))
      throw new ValueError(
        `Output subscripts contain the label ${label} not present in the input subscripts.`,
        { fields: { actual: label } },
      );
  return { inputs, output };
}

/** What an operand pair must keep: labels that later operands or the output still need. */
function keptOf(a: string, b: string, rest: string): string {
  const labels = unique([...a, ...b]).filter((label) => rest.includes(label));
  return labels.join('');
}

export interface EinsumKeywords {
  optimize?: string | boolean;
  name?: string | null;
}
/**
 * Mirrors `tf.einsum`: `einsum('ij,jk->ik', a, b)`. Labels may repeat, `...` stands for axes that are broadcast, and
 * without `->` the labels that appear once are kept in alphabetical order.
 * @throws {@link ValueError} for a wrong equation, {@link InvalidArgumentError} for sizes that do not fit
 */
export function einsum(equation: string, ...inputs: readonly (TensorLike | EinsumKeywords)[]): Tensor {
  const last = inputs.at(-1);
  const operands = (isPlainObject(last) ? inputs.slice(0, -1) : inputs) as readonly TensorLike[];
  if (isPlainObject(last))
    for (const name of Object.keys(last))
      if (name !== 'optimize' && name !== 'name')
        throw new TypeError(
          `Invalid keyword arguments for einsum: ${name}. Valid arguments: name, optimize, greedy.`,
        );
  const parts = resolve(equation, operands.length);
  const dotted = (text: string) => text.replaceAll('0', '...');
  const tensors = operands.map((operand) => toTensor(operand));
  let result = tensors[0]!;
  let labels = parts.inputs[0]!;
  for (let i = 1; i < tensors.length; i++) {
    const final = i === tensors.length - 1;
    const rest = parts.inputs.slice(i + 1).join('') + parts.output;
    const kept = final ? parts.output : keptOf(labels, parts.inputs[i]!, rest);
    result = run(dotted(`${labels},${parts.inputs[i]}->${kept}`), [result, tensors[i]!]);
    labels = kept;
  }
  return tensors.length === 1 ? run(dotted(`${labels}->${parts.output}`), tensors) : result;
}
