/**
 * Names in a graph (saver.md S6.1, S6.2): scopes, operations and variables share one table, made unique without regard to
 * case, and keep the capitals that were given.
 */
import { ValueError } from '../../errors';

const rootName = /^[A-Za-z0-9.][A-Za-z0-9_.\\/>-]*$/;
const innerName = /^[A-Za-z0-9_.\\/>-]*$/;

/** Names that are taken. */
export class NameTable {
  private readonly used = new Map<string, number>();

  /** `name`, or with the first free suffix `_1`, `_2`, ...; `mark` takes it. */
  unique(name: string, mark = true): string {
    const key = name.toLowerCase();
    let count = this.used.get(key) ?? 0;
    if (mark) this.used.set(key, count + 1);
    if (count === 0) return name;
    let taken = key;
    while (this.used.has(taken)) taken = `${key}_${count++}`;
    if (mark) this.used.set(taken, 1);
    return `${name}_${count - 1}`;
  }
}

/** @throws {@link ValueError} for a name that TF does not take */
export function checkScopeName(name: string, outer: string): void {
  if (outer === '' ? rootName.test(name) : innerName.test(name)) return;
  const [kind, pattern] =
    outer === ''
      ? ['root scope', '^[A-Za-z0-9.][A-Za-z0-9_.\\\\/>-]*$']
      : ['scope', '^[A-Za-z0-9_.\\\\/>-]*$'];
  throw new ValueError(
    `'${name}' is not a valid ${kind} name. A ${kind} name has to match the following pattern: ${pattern}`,
    { fields: { actual: name } },
  );
}

/** @throws {@link ValueError} for a node name that TF does not take */
export function checkNodeName(name: string): void {
  if (rootName.test(name)) return;
  throw new ValueError(
    `\`${name}\` is not a valid node name. Accepted names conform to Regex ` +
      "/re.compile('^[A-Za-z0-9.][A-Za-z0-9_.\\\\\\\\/>-]*$')/",
    { fields: { actual: name } },
  );
}

/** What TF's Python functions call their nodes, where that is not the op type. */
const functionNames: Readonly<Record<string, string>> = {
  AddV2: 'Add',
  RealDiv: 'truediv',
  FloorDiv: 'floordiv',
  BatchMatMulV2: 'MatMul',
  ConcatV2: 'concat',
  Pack: 'stack',
  Unpack: 'unstack',
  Range: 'range',
  Split: 'split',
  StridedSlice: 'strided_slice',
  Transpose: 'transpose',
  ZerosLike: 'zeros_like',
  OnesLike: 'ones_like',
  OneHot: 'one_hot',
  DivNoNan: 'div_no_nan',
  MulNoNan: 'multiply_no_nan',
  MatrixDiagV3: 'diag',
  MatrixDiagPartV3: 'diag_part',
  HistogramFixedWidth: 'histogram_fixed_width',
  If: 'cond',
  StatelessIf: 'cond',
  While: 'while',
  StatelessWhile: 'while',
};

export function defaultName(type: string): string {
  return functionNames[type] ?? type;
}
