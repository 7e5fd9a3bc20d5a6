/**
 * What Flowpoint wants to reach in a row. A target names one of our contenders and either `limit` (in the row's
 * unit), or `ratio` to the contender `of`, or `above`: that many units more than the contender `of`.
 */

/** A text for each target of a measured row that could be judged, with whether it is reached. */
export function judge(result) {
  const verdicts = [];
  for (const target of result.targets ?? []) {
    if (target.place !== undefined && target.place !== result.place) continue;
    const measured = inUnit(result, target.contender);
    if (measured === undefined) continue;
    if (target.limit !== undefined) verdicts.push(verdict(result.unit, measured, target.limit, ''));
    else {
      const peer = Object.keys(result.ms).find((name) => name.startsWith(target.of));
      if (peer === undefined) continue;
      const base = inUnit(result, peer);
      if (target.ratio !== undefined)
        verdicts.push(verdict('x', measured / base, target.ratio, ` of ${peer}`));
      else verdicts.push(verdict(result.unit, measured - base, target.above, ` above ${peer}`));
    }
  }
  return verdicts;
}

function verdict(unit, measured, limit, of) {
  const reached = measured <= limit;
  const text = `${number(measured)}${unit}${of}, target ${number(limit)}${unit}: ${reached ? 'reached' : 'NOT REACHED'}`;
  return { text, reached };
}

/** What a contender took, in the row's own unit. */
export function inUnit(result, name) {
  const ms = result.ms[name];
  return ms === undefined ? undefined : result.unit === 'us' ? ms * 1e3 : ms;
}

/** Three significant digits or so. */
export function number(value) {
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3;
  return value.toFixed(digits);
}
