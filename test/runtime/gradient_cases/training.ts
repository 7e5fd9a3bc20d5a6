/** Training ops: what they write is judged by the corpus; here they only prove that they run through the one door. */
import { dispatch } from '../../../src/runtime/dispatch';
import { constant } from '../../../src/runtime/ops/creation';
import * as training from '../../../src/runtime/ops/training';
import * as composed from '../../../src/runtime/ops/training_keras';
import type { UpdateRule } from '../../../src/runtime/ops/training_update';
import { Variable } from '../../../src/runtime/variable';
import { gradientCase, type OpCases } from './helpers';

const attrs = { scalars: Array.from({ length: 8 }, () => 0.5), flag: true };
const withoutGradient: readonly UpdateRule[] = [
  composed.KerasWeightDecay,
  composed.KerasMovingAverage,
  composed.ScaleSlot,
];

function tokens(rule: UpdateRule) {
  return Array.from({ length: rule.states }, () => new Variable([[1], [2]])._resource.token);
}

const rules = [...Object.values(training), ...Object.values(composed)];
const indices = constant([1n, 0n]);
const gradient = constant([[0.5], [-1]]);

export const cases: OpCases = Object.fromEntries(
  rules.flatMap((rule) => {
    const rest = withoutGradient.includes(rule) ? [] : [gradient];
    const dense = gradientCase(() => dispatch(rule.dense, [...tokens(rule), ...rest], attrs));
    const sparse = rule.sparse;
    if (sparse === null) return [[rule.dense.type, [dense]] as const];
    const rows = gradientCase(() => dispatch(sparse, [...tokens(rule), gradient, indices], attrs));
    return [[rule.dense.type, [dense]] as const, [sparse.type, [rows]] as const];
  }),
);
