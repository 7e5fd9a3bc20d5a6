/** Replays recorded changes of tracked containers (test/fixtures/tracking/make_mutations.py) on ours. */
import { ValueError } from '../../src/errors';
import { repr, str } from '../../src/python/repr';
import { AutoTrackable, NoDependency, TrackableView } from '../../src/tracking';
import type { DictWrapper } from '../../src/tracking/dict_wrapper';
import type { List } from '../../src/tracking/list_methods';
import { ListWrapper } from '../../src/tracking/list_wrapper';
import { asTrackable } from '../../src/tracking/trackable';

export type Spec = readonly [kind: string, value: unknown];
export interface Verdict {
  readonly children?: readonly string[];
  readonly error?: string;
}
export interface MutationCase {
  readonly kind: 'list' | 'dict';
  readonly start: Spec;
  readonly ops: readonly (readonly [string, ...unknown[]])[];
  readonly repr: string;
  readonly str: string;
  readonly verdict: Verdict;
}

export class Node extends AutoTrackable {
  readonly #i: number;
  constructor(i: number) {
    super();
    this.#i = i;
  }
  __repr__(): string {
    return `T${this.#i}`;
  }
}

type Nodes = Map<number, Node>;

export function build([kind, value]: Spec, nodes: Nodes): unknown {
  switch (kind) {
    case 'node': {
      const i = value as number;
      const node = nodes.get(i) ?? new Node(i);
      nodes.set(i, node);
      return node;
    }
    case 'list':
      return (value as Spec[]).map((spec) => build(spec, nodes));
    case 'dict':
      return new Map((value as [unknown, Spec][]).map(([key, spec]) => [key, build(spec, nodes)]));
    case 'no_dependency':
      return new NoDependency(build(value as Spec, nodes));
    default:
      // Integers are Python's ints: whole numbers print so.
      return value;
  }
}

/** What saving would say of a container. */
export function verdict(held: object): Verdict {
  try {
    return { children: [...TrackableView.children(held).keys()] };
  } catch (error) {
    if (!(error instanceof ValueError)) throw error;
    return { error: error.message };
  }
}

/** TF has dropped the snapshot when it prints it; ours is there (restore.md R7.3). */
export function withoutSnapshot({ children, error }: Verdict): Verdict {
  if (error === undefined) return { children };
  return { error: error.replace(/(dependency was added was ).*?(\), which breaks)/s, '$1...$2') };
}

/** The plain list or dict that a wrapper shares its content with. */
function behind(held: object): object {
  const node = asTrackable(held);
  return node instanceof ListWrapper ? node.storage : (node as DictWrapper).content;
}

/** Applies the operations; `checks` are the verdicts asked for on the way, theirs and ours. */
export function replay(recorded: MutationCase): { ours: object; expected: object } {
  const nodes: Nodes = new Map();
  const owner = new AutoTrackable<{ x: unknown }>();
  let raw = build(recorded.start, nodes) as object;
  owner.x = raw;
  let held = owner.x as object;
  const ours: Verdict[] = [];
  const expected: Verdict[] = [];
  for (const [name, ...args] of recorded.ops) {
    if (name === 'check') {
      expected.push(withoutSnapshot(args[0] as Verdict));
      ours.push(withoutSnapshot(verdict(held)));
    } else if (name === 'copy') {
      held = (held as List).copy();
      raw = behind(held);
    } else if (recorded.kind === 'list') changeList(held as List, raw as unknown[], name, args, nodes);
    else changeDict(held as Dict, raw as Dict, name, args, nodes);
  }
  return {
    ours: { checks: ours, repr: repr(held), str: str(held), verdict: withoutSnapshot(verdict(held)) },
    expected: {
      checks: expected,
      repr: recorded.repr,
      str: recorded.str,
      verdict: withoutSnapshot(recorded.verdict),
    },
  };
}

function changeList(list: List, raw: unknown[], name: string, args: unknown[], nodes: Nodes): void {
  const make = (spec: unknown) => build(spec as Spec, nodes);
  const [a, b] = args as number[];
  const changes: Record<string, () => unknown> = {
    append: () => list.push(make(args[0])),
    extend: () => list.extend((args[0] as Spec[]).map(make)),
    iadd: () => list.iadd((args[0] as Spec[]).map(make)),
    imul: () => list.imul(a!),
    setitem: () => {
      list[a!] = make(args[1]);
    },
    setslice: () => list.splice(a!, b! - a!, ...(args[2] as Spec[]).map(make)),
    delslice: () => list.splice(a!, b! - a!),
    delitem: () => list.splice(a!, 1),
    insert: () => list.insert(a!, make(args[1])),
    pop: () => list.pop(),
    pop_at: () => list.pop(a!),
    remove: () => list.remove(list[a!]),
    reverse: () => list.reverse(),
    clear: () => list.clear(),
    sort: () => list.sort(),
    raw_append: () => raw.push(make(args[0])),
    raw_set: () => {
      raw[a!] = make(args[1]);
    },
  };
  changes[name]!();
}

type Dict = Map<unknown, unknown> & {
  pop(key: unknown): unknown;
  popitem(): unknown;
  setdefault(key: unknown, value: unknown): unknown;
  update(items: Map<unknown, unknown>): void;
};

function changeDict(dict: Dict, raw: Dict, name: string, args: unknown[], nodes: Nodes): void {
  const [key, spec] = args;
  const value = () => build(spec as Spec, nodes);
  const changes: Record<string, () => unknown> = {
    set: () => dict.set(key, value()),
    raw_set: () => raw.set(key, value()),
    setdefault: () => dict.setdefault(key, value()),
    update: () => dict.update(new Map([[key, value()]])),
    del: () => dict.delete(key),
    raw_del: () => raw.delete(key),
    pop: () => dict.pop(key),
    popitem: () => dict.popitem(),
    clear: () => dict.clear(),
  };
  changes[name]!();
}
