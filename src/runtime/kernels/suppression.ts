/** Keeping the best of what overlaps: greedily, by score, as TF's kernels do. */
import type { Floats } from '../elementwise';

export interface Suppression {
  readonly scores: Floats;
  /** How much two candidates overlap, from 0 to 1. */
  readonly overlap: (i: number, j: number) => number;
  readonly most: number;
  readonly overlapThreshold: number;
  readonly scoreThreshold: number;
  /** Width of the bell by which overlapping candidates lose score; 0: they are dropped. */
  readonly sigma: number;
}

interface Candidate {
  readonly index: number;
  score: number;
  /** How many of the selected it has been compared with. */
  seen: number;
}

/** The best first; of equal scores the first candidate. */
function before(a: Candidate, b: Candidate): boolean {
  return a.score > b.score || (a.score === b.score && a.index < b.index);
}

/** Puts a candidate into a list that is sorted, the best last. */
function insert(list: Candidate[], candidate: Candidate): void {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (before(list[middle]!, candidate)) high = middle;
    else low = middle + 1;
  }
  list.splice(low, 0, candidate);
}

/** The indices of the selected, the best first, and the scores that they have by then. */
export function suppress(given: Suppression): { indices: number[]; scores: number[] } {
  const { overlap, most, overlapThreshold, scoreThreshold, sigma } = given;
  const waiting: Candidate[] = [];
  for (let index = 0; index < given.scores.length; index++) {
    const score = given.scores[index]!;
    if (score > scoreThreshold) waiting.push({ index, score, seen: 0 });
  }
  waiting.sort((a, b) => (before(a, b) ? 1 : -1));
  const scale = sigma > 0 ? -0.5 / sigma : 0;
  const [indices, scores]: [number[], number[]] = [[], []];
  while (indices.length < most) {
    const next = waiting.pop();
    if (next === undefined) break;
    const former = next.score;
    let dropped = false;
    for (let j = indices.length - 1; j >= next.seen && !dropped; j--) {
      const size = overlap(next.index, indices[j]!);
      const weight = sigma > 0 || size <= overlapThreshold ? Math.exp(scale * size * size) : 0;
      next.score = Math.fround(next.score * weight);
      dropped = sigma <= 0 && size > overlapThreshold;
      if (next.score <= scoreThreshold) break;
    }
    next.seen = indices.length;
    if (dropped) continue;
    if (next.score === former) {
      indices.push(next.index);
      scores.push(next.score);
    } else if (next.score > scoreThreshold) insert(waiting, next);
  }
  return { indices, scores };
}

/** The share that two boxes `[y1, x1, y2, x2]` have in common; 0 beside one without area. */
export function intersectionOverUnion(boxes: Floats, i: number, j: number): number {
  const [a, b] = [edges(boxes, i), edges(boxes, j)];
  const [areaA, areaB] = [area(a), area(b)];
  if (areaA <= 0 || areaB <= 0) return 0;
  const height = Math.max(Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top), 0);
  const width = Math.max(Math.min(a.right, b.right) - Math.max(a.left, b.left), 0);
  const common = Math.fround(Math.fround(height) * Math.fround(width));
  return Math.fround(common / Math.fround(areaA + areaB - common));
}

interface Edges {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}
function edges(boxes: Floats, i: number): Edges {
  const [y1, x1, y2, x2] = boxes.subarray(4 * i, 4 * i + 4) as unknown as [number, number, number, number];
  return { top: Math.min(y1, y2), left: Math.min(x1, x2), bottom: Math.max(y1, y2), right: Math.max(x1, x2) };
}
function area({ top, left, bottom, right }: Edges): number {
  return Math.fround(Math.fround(bottom - top) * Math.fround(right - left));
}
