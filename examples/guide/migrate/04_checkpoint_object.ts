import * as tf from 'flowpoint';
import { print, type } from 'flowpoint/python';

export const a = new tf.Variable(0);
export const b = new tf.Variable(0);
export const c = new tf.Variable(0);
const root = new tf.train.Checkpoint({ variables: [a, b, c] });
print('root type =', type(root).__name__);
print('root.variables =', root.variables);
print('root.variables[0] =', root.variables[0]);
