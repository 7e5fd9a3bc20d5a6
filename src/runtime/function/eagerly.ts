/** `tf.config.run_functions_eagerly`: a `tf.function` as the plain function, to look into it. */
import { named } from '../../python/named';

let eagerly = false;

/** Mirrors `tf.config.run_functions_eagerly`. */
export const run_functions_eagerly = named(
  'run_functions_eagerly',
  ['run_eagerly'],
  [],
  (run_eagerly: boolean): void => {
    eagerly = run_eagerly;
  },
);
/** Mirrors `tf.config.functions_run_eagerly`. */
export function functions_run_eagerly(): boolean {
  return eagerly;
}
