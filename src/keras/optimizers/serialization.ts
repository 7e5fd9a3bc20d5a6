/** Optimizers by name and configuration (`tf.keras.optimizers.get`, `serialize`, `deserialize`). */

import { ValueError } from '../../errors';
import { type Args, bindArguments, isPlainObject } from '../../python/arguments';
import { named } from '../../python/named';
import { repr } from '../../python/repr';
import type { Config } from '../schedules/learning_rate_schedule';
import { Adadelta } from './adadelta';
import { Adafactor } from './adafactor';
import { Adagrad } from './adagrad';
import { Adam, AdamW } from './adam';
import { Adamax } from './adamax';
import { Ftrl } from './ftrl';
import { Adadelta as LegacyAdadelta } from './legacy/adadelta';
import { Adagrad as LegacyAdagrad } from './legacy/adagrad';
import { Adam as LegacyAdam } from './legacy/adam';
import { Adamax as LegacyAdamax } from './legacy/adamax';
import { Ftrl as LegacyFtrl } from './legacy/ftrl';
import { Nadam as LegacyNadam } from './legacy/nadam';
import { OptimizerV2 } from './legacy/optimizer_v2';
import { RMSprop as LegacyRMSprop } from './legacy/rmsprop';
import { SGD as LegacySGD } from './legacy/sgd';
import { Lion } from './lion';
import { Nadam } from './nadam';
import { Optimizer } from './optimizer';
import { RMSprop } from './rmsprop';
import { SGD } from './sgd';

export type AnyOptimizer = Optimizer | OptimizerV2;
type OptimizerClass = (new (
  config: never,
) => AnyOptimizer) & {
  from_config(config: Config, custom_objects: null): AnyOptimizer;
};

const current = [Adadelta, Adafactor, Adagrad, Adam, AdamW, Adamax, Ftrl, Lion, Nadam, RMSprop, SGD];
const legacy = [
  LegacyAdadelta,
  LegacyAdagrad,
  LegacyAdam,
  LegacyAdamax,
  LegacyFtrl,
  LegacyNadam,
  LegacyRMSprop,
  LegacySGD,
];
const isLegacy = new Set<unknown>(legacy);

/** Those that Keras 2.15 exports under `keras.optimizers` first; the others have an older name. */
const exportedFirst = new Set<unknown>([Adafactor, Adam, AdamW, Lion]);

function moduleOf(optimizerClass: unknown): string {
  if (isLegacy.has(optimizerClass)) return 'keras.optimizers.legacy';
  return exportedFirst.has(optimizerClass) ? 'keras.optimizers' : 'keras.optimizers.experimental';
}

/** Mirrors `tf.keras.optimizers.serialize`. @param use_legacy_format only the name of the class and its configuration */
export const serialize = named(
  'serialize',
  ['optimizer'],
  ['use_legacy_format'],
  (optimizer: AnyOptimizer, use_legacy_format?: boolean): Config => {
    const { constructor } = optimizer;
    if (use_legacy_format) return { class_name: constructor.name, config: optimizer.get_config() };
    const ours = isLegacy.has(constructor) || (current as readonly unknown[]).includes(constructor);
    return {
      module: ours ? moduleOf(constructor) : null,
      class_name: constructor.name,
      config: optimizer.get_config(),
      registered_name: ours ? null : constructor.name,
    };
  },
);

interface DeserializeKeywords {
  custom_objects?: Readonly<Record<string, unknown>> | null;
  /** Taken and ignored: configurations of both formats are read. */
  use_legacy_format?: boolean;
  use_legacy_optimizer?: boolean;
}

/**
 * Mirrors `tf.keras.optimizers.deserialize`: names of our own classes may be written in any case.
 * @throws {@link ValueError} for a class that is neither ours nor among `custom_objects`
 */
export function deserialize(
  ...args: Args<
    [config: Config],
    [custom_objects: Readonly<Record<string, unknown>> | null, use_legacy_format: boolean],
    DeserializeKeywords,
    ['config']
  >
): AnyOptimizer {
  const given = bindArguments<DeserializeKeywords & { config: Config }>(
    'deserialize',
    ['config', 'custom_objects', 'use_legacy_format', 'use_legacy_optimizer'],
    args,
    { dicts: ['config'], required: 1 },
  );
  const { class_name, module, config } = given.config!;
  const name = String(class_name);
  const settings = (config ?? {}) as Config;
  // As in Keras: a configuration that does not say what it is comes from an old optimizer.
  const old =
    Object.keys(settings).length > 0
      ? (settings.is_legacy_optimizer ?? true) === true
      : (given.use_legacy_optimizer ?? String(module ?? '').endsWith('legacy'));
  const classes = (old ? legacy : current) as unknown as readonly OptimizerClass[];
  const custom = given.custom_objects?.[name] as OptimizerClass | undefined;
  const found = custom ?? classes.find((c) => c.name.toLowerCase() === name.toLowerCase());
  if (found === undefined)
    throw new ValueError(
      `Unknown optimizer: '${name}'. Please ensure you are using a \`keras.utils.custom_object_scope\` and that this ` +
        'object is included in the scope. See ' +
        'https://www.tensorflow.org/guide/keras/save_and_serialize#registering_the_custom_object for details.',
      { fields: { actual: name, expected: classes.map((c) => c.name) } },
    );
  return found.from_config(settings, null);
}

/**
 * Mirrors `tf.keras.optimizers.get`.
 * @param identifier an optimizer, which comes back as it is, a name, or a configuration as {@link serialize}
 * gives it
 * @throws {@link ValueError} for anything else
 */
export function get(
  identifier: string | Config | AnyOptimizer,
  { use_legacy_optimizer }: { use_legacy_optimizer?: boolean } = {},
): AnyOptimizer {
  if (identifier instanceof Optimizer || identifier instanceof OptimizerV2) return identifier;
  const keywords = use_legacy_optimizer === undefined ? {} : { use_legacy_optimizer };
  if (typeof identifier === 'string') return deserialize({ class_name: identifier, config: {} }, keywords);
  if (isPlainObject(identifier)) return deserialize(identifier, keywords);
  throw new ValueError(`Could not interpret optimizer identifier: ${repr(identifier)}`);
}
