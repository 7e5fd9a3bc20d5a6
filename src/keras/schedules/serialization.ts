/** Schedules as configurations and back. */

import { ValueError } from '../../errors';
import { named } from '../../python/named';
import { CosineDecay, CosineDecayRestarts } from './cosine';
import { ExponentialDecay, InverseTimeDecay, PiecewiseConstantDecay, PolynomialDecay } from './decays';
import type { Config, LearningRateSchedule } from './learning_rate_schedule';

const known: readonly (new (config: never) => LearningRateSchedule)[] = [
  ExponentialDecay,
  PiecewiseConstantDecay,
  PolynomialDecay,
  InverseTimeDecay,
  CosineDecay,
  CosineDecayRestarts,
];

export type CustomObjects = Readonly<Record<string, new (config: never) => LearningRateSchedule>>;

/** Mirrors `tf.keras.optimizers.schedules.serialize`. */
export const serialize = named(
  'serialize',
  ['learning_rate_schedule'],
  ['use_legacy_format'],
  (learning_rate_schedule: LearningRateSchedule, _use_legacy_format = false): Config => {
    const { name } = learning_rate_schedule.constructor;
    const ours = known.some((schedule) => schedule.name === name);
    return {
      module: ours ? 'keras.optimizers.schedules' : null,
      class_name: name,
      config: learning_rate_schedule.get_config(),
      registered_name: ours ? null : name,
    };
  },
);

/**
 * Mirrors `tf.keras.optimizers.schedules.deserialize`.
 * @throws {@link ValueError} for a class that is neither known nor among `custom_objects`
 */
export const deserialize = named(
  'deserialize',
  ['config'],
  ['custom_objects', 'use_legacy_format'],
  (
    config: Config,
    custom_objects: CustomObjects | null = null,
    _use_legacy_format = false,
  ): LearningRateSchedule => {
    const name = String(config.class_name);
    const made = custom_objects?.[name] ?? known.find((schedule) => schedule.name === name);
    if (made === undefined)
      throw new ValueError(
        `Unknown decay: '${name}'. Please ensure you are using a \`keras.utils.custom_object_scope\` and that this object ` +
          'is included in the scope. See ' +
          'https://www.tensorflow.org/guide/keras/save_and_serialize#registering_the_custom_object for details.',
        { fields: { actual: name, expected: known.map((schedule) => schedule.name) } },
      );
    return (made as unknown as { from_config(config: unknown): LearningRateSchedule }).from_config(
      config.config,
    );
  },
  ['config', 'custom_objects'],
);
