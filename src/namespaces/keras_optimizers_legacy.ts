/** `tf.keras.optimizers.legacy`. */
export { Adadelta } from '../keras/optimizers/legacy/adadelta';
export { Adagrad } from '../keras/optimizers/legacy/adagrad';
export { Adam } from '../keras/optimizers/legacy/adam';
export { Adamax } from '../keras/optimizers/legacy/adamax';
export { Ftrl } from '../keras/optimizers/legacy/ftrl';
export { Nadam } from '../keras/optimizers/legacy/nadam';
export { OptimizerV2 as Optimizer } from '../keras/optimizers/legacy/optimizer_v2';
export { RMSprop } from '../keras/optimizers/legacy/rmsprop';
export { SGD } from '../keras/optimizers/legacy/sgd';
