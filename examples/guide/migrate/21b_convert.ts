import * as tf from 'flowpoint';
import * as tf1 from 'flowpoint/compat/v1';

export function convert_tf1_to_tf2(checkpoint_path: string, output_prefix: string): string {
  const vars = new Map<string, tf.Variable>();
  const reader = tf.train.load_checkpoint(checkpoint_path);
  const dtypes = reader.get_variable_to_dtype_map();
  // TF's reader lists names in the order of a hash table, here from last to first; dicts keep the order they are given.
  for (const key of Object.keys(dtypes).reverse()) {
    vars.set(key, new tf.Variable(reader.get_tensor(key)));
  }
  return new tf.train.Checkpoint({ vars }).save(output_prefix);
}

export function convert_tf2_to_tf1(checkpoint_path: string, output_prefix: string): string {
  const vars = new Map<string, tf.Variable>();
  const reader = tf.train.load_checkpoint(checkpoint_path);
  const dtypes = reader.get_variable_to_dtype_map();
  for (const key in dtypes) {
    if (key.startsWith('var_list/')) {
      const var_name = key.split('/')[1]!.replaceAll('.S', '/');
      vars.set(var_name, new tf.Variable(reader.get_tensor(key)));
    }
  }
  return new tf1.train.Saver({ var_list: vars }).save({ sess: null, save_path: output_prefix })!;
}
