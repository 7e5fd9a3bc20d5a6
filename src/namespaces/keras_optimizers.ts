/** `tf.keras.optimizers`. */
export { Adadelta } from '../keras/optimizers/adadelta';
export { Adafactor } from '../keras/optimizers/adafactor';
export { Adagrad } from '../keras/optimizers/adagrad';
export { Adam, AdamW } from '../keras/optimizers/adam';
export { Adamax } from '../keras/optimizers/adamax';
export { Ftrl } from '../keras/optimizers/ftrl';
export { Lion } from '../keras/optimizers/lion';
export { Nadam } from '../keras/optimizers/nadam';
export { Optimizer } from '../keras/optimizers/optimizer';
export { RMSprop } from '../keras/optimizers/rmsprop';
export { deserialize, get, serialize } from '../keras/optimizers/serialization';
export { SGD } from '../keras/optimizers/sgd';
export * as legacy from './keras_optimizers_legacy';
export * as schedules from './keras_schedules';
