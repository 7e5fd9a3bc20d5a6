/** `.meta` files: graphs are neither written nor read yet, and say so. */
import { NotImplementedError } from '../errors';
import { bindArguments } from '../python/arguments';

const text = (what: string): string =>
  `${what}: MetaGraphDef files are not supported yet. Build the graph with the code that made it, then restore its ` +
  'variables with a Saver.';

/** Mirrors `tf.compat.v1.train.import_meta_graph`. @throws {@link NotImplementedError} always */
export function import_meta_graph(...args: readonly unknown[]): never {
  const names = ['meta_graph_or_file', 'clear_devices', 'import_scope'] as const;
  const { meta_graph_or_file } = bindArguments<Record<string, unknown>>('import_meta_graph', names, args);
  throw new NotImplementedError(text('import_meta_graph'), { fields: { file: String(meta_graph_or_file) } });
}
const exportNames = [
  'filename',
  'meta_info_def',
  'graph_def',
  'saver_def',
  'collection_list',
  'as_text',
  'graph',
  'export_scope',
  'clear_devices',
  'clear_extraneous_savers',
  'strip_default_attrs',
  'save_debug_info',
] as const;
/** Mirrors `tf.compat.v1.train.export_meta_graph`. @throws {@link NotImplementedError} always */
export function export_meta_graph(...args: readonly unknown[]): never {
  bindArguments<Record<string, unknown>>('export_meta_graph', exportNames, args);
  throw new NotImplementedError(text('export_meta_graph'));
}
