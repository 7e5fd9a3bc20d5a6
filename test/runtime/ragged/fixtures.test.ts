/** Functions of ragged tensors, beside what TensorFlow makes of the same calls (fixtures/ragged). */
import { answerOf, type Case, casesOf, families, run } from './cases';

/** Numbers of 32 bits that are the same but for the last digits. */
function near(actual: unknown, expected: unknown): boolean {
  if (Array.isArray(expected))
    return (
      Array.isArray(actual) &&
      actual.length === expected.length &&
      expected.every((part, i) => near(actual[i], part))
    );
  if (typeof expected === 'number' && typeof actual === 'number')
    return Math.abs(actual - expected) <= 1e-5 * Math.max(1, Math.abs(expected));
  if (typeof expected === 'object' && expected !== null)
    return Object.entries(expected).every(([key, part]) =>
      near((actual as Record<string, unknown>)[key], part),
    );
  return actual === expected;
}

function checkAnswer(actual: unknown, expected: unknown): void {
  if (!near(withoutText(actual), withoutText(expected))) expect(actual).toEqual(expected);
}
/** The text of values that differ in the last digit differs too. */
function withoutText(answer: unknown): unknown {
  if (Array.isArray(answer)) return answer.map(withoutText);
  if (typeof answer !== 'object' || answer === null || !('repr' in answer)) return answer;
  const { repr, ...rest } = answer as { repr: string };
  return /\.\d{5}/.test(repr) ? rest : answer;
}

describe.each(families)('%s', (family) => {
  const title = (c: Case): string =>
    `${c.call}(${JSON.stringify(c.args).slice(1, -1)}) ${JSON.stringify(c.kwargs)}`;
  it.each(casesOf(family).map((c) => [title(c), c] as const))('%s', (_name, c) => {
    if (c.error !== undefined) {
      expect(() => run(c)).toThrow(expect.objectContaining({ name: c.error }));
      return;
    }
    const { value, grads } = run(c);
    checkAnswer(answerOf(value), c.answer);
    if (c.grads !== undefined) checkAnswer(grads, c.grads);
  });

  // In a graph errors come otherwise, shapes are less known, and axes must be plain numbers.
  const inGraphs = casesOf(family).filter(
    (c) =>
      c.error === undefined &&
      isOfTensors(c.answer) &&
      !/^reduce.*"tensor"/.test(JSON.stringify([c.call, c.args]).slice(2)),
  );
  it.each(inGraphs.map((c) => [title(c), c] as const))('in a function: %s', (_name, c) => {
    const { value, grads } = run(c, true);
    checkAnswer(valuesOf(answerOf(value)), valuesOf(c.answer));
    if (c.grads !== undefined) checkAnswer(grads, c.grads);
  });
});

function isOfTensors(answer: unknown): boolean {
  if (Array.isArray(answer)) return answer.length > 0 && answer.every(isOfTensors);
  return typeof answer === 'object' && answer !== null && 'list' in answer;
}
function valuesOf(answer: unknown): unknown {
  if (Array.isArray(answer)) return answer.map(valuesOf);
  const { list, dtype } = answer as { list: unknown; dtype: string };
  return { list, dtype };
}
