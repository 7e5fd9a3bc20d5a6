/** `tf.keras.optimizers.schedules`. */
export { CosineDecay, CosineDecayRestarts } from '../keras/schedules/cosine';
export {
  ExponentialDecay,
  InverseTimeDecay,
  PiecewiseConstantDecay,
  PolynomialDecay,
} from '../keras/schedules/decays';
export { LearningRateSchedule } from '../keras/schedules/learning_rate_schedule';
export { deserialize, serialize } from '../keras/schedules/serialization';
