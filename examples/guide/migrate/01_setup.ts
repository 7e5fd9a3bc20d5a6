import * as tf from 'flowpoint';
import { f, print } from 'flowpoint/python';

// The recorded notebook shows INFO lines, which TF hides by default.
tf.get_logger().setLevel('INFO');

export function print_checkpoint(save_path: string): void {
  const reader = tf.train.load_checkpoint(save_path);
  const shapes = reader.get_variable_to_shape_map();
  const dtypes = reader.get_variable_to_dtype_map();
  print(f`Checkpoint at '${save_path}':`);
  for (const key in shapes) {
    print(
      f`  (key='${key}', shape=${shapes[key]}, dtype=${dtypes[key]!.name}, value=${reader.get_tensor(key)})`,
    );
  }
}
