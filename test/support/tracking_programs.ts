/** Builds the programs of test/fixtures/tracking, as make_restores.py builds them in Python. */
import type { Trackable } from '../../src/tracking/trackable';
import { Multi, Node, Optimizer, State, scalar, TestVariable, vector } from './tracking';

export type ObjectSpec =
  | { readonly kind: 'node' }
  | { readonly kind: 'variable'; readonly value: number | number[] }
  | { readonly kind: 'multi'; readonly values: readonly (readonly [string, number])[] }
  | { readonly kind: 'state'; readonly value: string }
  | { readonly kind: 'optimizer'; readonly slots: readonly string[] };

export interface ProgramSpec {
  readonly objects: readonly ObjectSpec[];
  readonly edges: readonly (readonly [owner: number, name: string, child: number])[];
  readonly made_slots: readonly (readonly [
    optimizer: number,
    variable: number,
    name: string,
    value: number,
  ])[];
}

function buildObject(spec: ObjectSpec, id: number): Trackable {
  switch (spec.kind) {
    case 'node':
      return new Node(id);
    case 'variable':
      return new TestVariable(
        `v${id}`,
        Array.isArray(spec.value) ? vector(...spec.value) : scalar(spec.value),
      );
    case 'multi':
      return new Multi(id, spec.values);
    case 'state':
      return new State(id, spec.value);
    case 'optimizer':
      return new Optimizer(id, spec.slots);
  }
}

export function build(program: ProgramSpec): Trackable[] {
  const objects = program.objects.map(buildObject);
  for (const [owner, name, child] of program.edges) objects[owner]!._track_trackable(objects[child]!, name);
  for (const [optimizer, variable, name, value] of program.made_slots)
    (objects[optimizer] as Optimizer).makeSlot(objects[variable]!, name, scalar(value));
  return objects;
}

/** The values of all objects, in the form in which make_restores.py records them. */
export function valuesOf(objects: readonly Trackable[]): unknown[] {
  return objects.map((object) => {
    if (object instanceof TestVariable) return object.number;
    if (object instanceof Multi) return [...object.values];
    if (object instanceof State) return object.value;
    if (!(object instanceof Optimizer)) return null;
    const names = [...object.names].sort();
    return objects.flatMap((variable, id) =>
      names.flatMap((name) => {
        const slot = object.get_slot(variable, name);
        return slot === null ? [] : [[id, name, slot.number]];
      }),
    );
  });
}
