/** Python's format mini-language: the text after the colon, taken apart and applied to texts and numbers. */
import { ValueError } from '../errors';

/** `[[fill]align][sign][z][#][0][width][grouping][.precision][type]` */
export interface FormatSpec {
  readonly fill: string;
  readonly align: '<' | '>' | '=' | '^' | '';
  readonly sign: '+' | '-' | ' ' | '';
  /** `z`: what rounds to negative zero loses its sign. */
  readonly noNegativeZero: boolean;
  readonly alternate: boolean;
  readonly width: number;
  readonly grouping: ',' | '_' | '';
  readonly precision: number | null;
  readonly type: string;
}

const grammar = /^(?:([\s\S])?([<>=^]))?([-+ ])?(z)?(#)?(0)?(\d+)?([,_])?(?:\.(\d+))?([a-zA-Z%])?$/u;

/** Python looks at this before anything else that may be wrong with a spec. */
function checkGrouping(separator: string | undefined, type: string): void {
  if (separator === undefined || /^[defgEG%F]?$/.test(type)) return;
  if (separator === '_' && /^[boxX]$/.test(type)) return;
  throw new ValueError(`Cannot specify '${separator}' with '${type}'.`);
}

/** @throws {@link ValueError} with Python's text if `spec` is not of the language */
export function parseSpec(spec: string, typeName: string): FormatSpec {
  const match = grammar.exec(spec);
  if (match === null) {
    if (/\.(?!\d)/.test(spec)) throw new ValueError('Format specifier missing precision');
    if (/,_|_,/.test(spec)) throw new ValueError("Cannot specify both ',' and '_'.");
    throw new ValueError(`Invalid format specifier '${spec}' for object of type '${typeName}'`);
  }
  const [, fill, align, sign, z, hash, zero, width, grouping, precision, type] = match;
  checkGrouping(grouping, type ?? (typeName === 'str' ? 's' : ''));
  return {
    fill: fill ?? (zero ? '0' : ' '),
    align: (align ?? (zero && typeName !== 'str' ? '=' : '')) as FormatSpec['align'],
    sign: (sign ?? '') as FormatSpec['sign'],
    noNegativeZero: z !== undefined,
    alternate: hash !== undefined,
    width: width === undefined ? 0 : Number(width),
    grouping: (grouping ?? '') as FormatSpec['grouping'],
    precision: precision === undefined ? null : Number(precision),
    type: type ?? '',
  };
}

export function unknownCode(type: string, typeName: string): ValueError {
  return new ValueError(`Unknown format code '${type}' for object of type '${typeName}'`);
}

/** Fills `text` up to the width of `spec`; `=` pads between `prefix` (sign, base) and the rest. */
export function pad(spec: FormatSpec, prefix: string, body: string, defaultAlign: '<' | '>'): string {
  const room = spec.width - [...prefix].length - [...body].length;
  if (room <= 0) return prefix + body;
  switch (spec.align || defaultAlign) {
    case '<':
      return prefix + body + spec.fill.repeat(room);
    case '^': {
      const left = Math.floor(room / 2);
      return spec.fill.repeat(left) + prefix + body + spec.fill.repeat(room - left);
    }
    case '=':
      return prefix + spec.fill.repeat(room) + body;
    default:
      return spec.fill.repeat(room) + prefix + body;
  }
}

function grouped(digits: string, separator: string, size: number): string {
  const parts: string[] = [];
  for (let end = digits.length; end > 0; end -= size)
    parts.unshift(digits.slice(Math.max(end - size, 0), end));
  return parts.join(separator);
}

/**
 * Sets out a number whose digits are known: sign, grouping, padding.
 * @param digits the whole part; `rest` is everything behind it (fraction, exponent, percent sign)
 */
export function layOut(
  spec: FormatSpec,
  negative: boolean,
  base: string,
  digits: string,
  rest: string,
  groupSize = 3,
): string {
  const sign = negative ? '-' : spec.sign === '+' || spec.sign === ' ' ? spec.sign : '';
  const prefix = sign + base;
  // Infinity and NaN have no digits to group, and zeros that pad them stay ungrouped.
  if (spec.grouping === '' || digits === '') return pad(spec, prefix, digits + rest, '>');
  let whole = grouped(digits, spec.grouping, groupSize);
  if (spec.align === '=' && spec.fill === '0') {
    // Zeros that pad are grouped too; a separator never comes first, so the text may get one wider than asked.
    let padded = digits;
    while (prefix.length + whole.length + rest.length < spec.width) {
      padded = `0${padded}`;
      whole = grouped(padded, spec.grouping, groupSize);
    }
  }
  return pad(spec, prefix, whole + rest, '>');
}
