/** How a trace's arguments are called and shown: `d: Dict[['a', TensorSpec(...)]]`, whose leaves are `d_a`, `d_b_0`. */
import { flatten, isComposite, leafPaths, pack_sequence_as } from '../nest';
import type { Parameter } from './parameters';
import { type LeafType, Shown, structureTypeText, typeText } from './signature';

/** What the arguments of a call are called: after their parameters. */
export function argumentNames(count: number, parameters: readonly Parameter[]): string[] {
  return Array.from({ length: count }, (_, i) => {
    const rest = parameters.length - 1;
    const last = parameters[rest];
    if (last?.isRest === true && i >= rest) return `${last.name}_${i - rest}`;
    return parameters[i]?.name ?? `args_${i}`;
  });
}

/** Names of the leaves: those that inputs get, and those in the structured signature, which say where a leaf is. */
export function leafNames(
  args: readonly unknown[],
  names: readonly string[],
  parameters: readonly Parameter[],
): { inputs: string[]; paths: string[] } {
  const inputs = args.flatMap((arg, i) => {
    const name = parameters[i]?.isRest === true ? `${parameters[i]!.name}_0` : names[i]!;
    return flatten(arg, true).map(() => name);
  });
  return { inputs, paths: args.flatMap((arg, i) => leafPaths(arg, names[i]!)) };
}

/** The type of each argument as TF prints it. @param types of all leaves */
export function argumentTexts(args: readonly unknown[], types: readonly LeafType[]): string[] {
  let next = 0;
  return args.map((arg) => {
    const shown = flatten(arg).map((leaf) => {
      if (!isComposite(leaf)) return new Shown(typeText(types[next++]!));
      next += flatten(leaf, true).length;
      return new Shown(structureTypeText(leaf));
    });
    return structureTypeText(pack_sequence_as(arg, shown));
  });
}
