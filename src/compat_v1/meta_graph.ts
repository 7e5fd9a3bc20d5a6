/** `.meta` files: graphs are neither written nor read yet, and say so. */
import { NotImplementedError } from '../errors';

const text = (what: string): string =>
  `${what}: MetaGraphDef files are not supported yet. Build the graph with the code that made it, then restore its ` +
  'variables with a Saver.';

/** Mirrors `tf.compat.v1.train.import_meta_graph`. @throws {@link NotImplementedError} always */
export function import_meta_graph(meta_graph_or_file: unknown, ..._rest: unknown[]): never {
  throw new NotImplementedError(text('import_meta_graph'), { fields: { file: String(meta_graph_or_file) } });
}
/** Mirrors `tf.compat.v1.train.export_meta_graph`. @throws {@link NotImplementedError} always */
export function export_meta_graph(..._rest: unknown[]): never {
  throw new NotImplementedError(text('export_meta_graph'));
}
