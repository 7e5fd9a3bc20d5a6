/**
 * Names of nodes and keys of tensors (object_graph.md O4). A component is escaped so that it can never equal one of
 * the reserved ones, which start with a single dot.
 */

const ATTRIBUTES = '/.ATTRIBUTES/';
const OPTIMIZER_SLOT = '/.OPTIMIZER_SLOT/';

/** O4.1: `.` → `..`, then `/` → `.S`. */
export function escapeLocalName(name: string): string {
  if (!name.includes('.') && !name.includes('/')) return name;
  return name.replaceAll('.', '..').replaceAll('/', '.S');
}

/** Path of the child at edge `name`; the root's path is empty (O4.2). */
export function childPath(parentPath: string, name: string, parentIsRoot: boolean): string {
  const escaped = escapeLocalName(name);
  return parentIsRoot ? escaped : `${parentPath}/${escaped}`;
}

/** O4.5: the path of a slot variable. */
export function slotPath(variablePath: string, optimizerPath: string, slotName: string): string {
  return `${variablePath}${OPTIMIZER_SLOT}${optimizerPath}/${escapeLocalName(slotName)}`;
}

/** O4.3, with the attribute's name as the graph holds it. TF escapes it there once more than in the graph. */
export function attributeKey(objectPath: string, attributeName: string): string {
  return `${objectPath}${ATTRIBUTES}${escapeLocalName(attributeName)}`;
}

/**
 * The part of a key up to and with `.ATTRIBUTES/`, or undefined for what is no key of an object's value. TF looks for
 * it without the slash, and so cannot restore an edge named `.ATTRIBUTES`, whose path holds `/..ATTRIBUTES/`.
 */
export function attributesPrefix(key: string): string | undefined {
  const at = key.indexOf(ATTRIBUTES);
  return at < 0 ? undefined : key.slice(0, at + ATTRIBUTES.length);
}

/** The path of the object that a key belongs to: the key itself if it is no such key. */
export function objectPathOf(key: string): string {
  const at = key.indexOf(ATTRIBUTES);
  return at < 0 ? key : key.slice(0, at);
}
