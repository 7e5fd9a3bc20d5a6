/** The parameters that all optimizers have in common, and what becomes of those that only old ones took. */
import { ValueError } from '../../errors';
import { logger } from '../../logging';
import { bindArguments } from '../../python/arguments';

export interface OptimizerKeywords {
  name?: string;
  weight_decay?: number | null;
  clipnorm?: number | null;
  clipvalue?: number | null;
  global_clipnorm?: number | null;
  use_ema?: boolean;
  ema_momentum?: number;
  ema_overwrite_frequency?: number | null;
  /** Taken and ignored: there is nothing to compile. */
  jit_compile?: boolean;
  /** Part of every configuration; ignored. */
  is_legacy_optimizer?: boolean;
}

const common = [
  'weight_decay',
  'clipnorm',
  'clipvalue',
  'global_clipnorm',
  'use_ema',
  'ema_momentum',
  'ema_overwrite_frequency',
  'jit_compile',
] as const;
const deprecated = ['decay', 'gradient_aggregator', 'gradient_transformers'] as const;

/**
 * Binds a constructor's arguments: its own parameters first, then the common ones in Keras's order.
 * @throws {@link ValueError} for parameters of old optimizers
 */
export function bindOptimizer<T extends OptimizerKeywords>(
  className: string,
  own: readonly (keyof T & string)[],
  args: readonly unknown[],
): Partial<T> {
  const shared = [...common.filter((name) => !own.includes(name)), 'name'].filter(
    (n) => !own.includes(n as never),
  );
  const names = [...own, ...shared, 'is_legacy_optimizer', 'lr', ...deprecated] as (keyof T & string)[];
  const given = bindArguments<T>(className, names, args);
  const found = given as Record<string, unknown>;
  if (found.lr !== undefined)
    logger.warning(
      '`lr` is deprecated in Keras optimizer, please use `learning_rate` or use the legacy optimizer, e.g.,' +
        `tf.keras.optimizers.legacy.${className}.`,
    );
  const old = deprecated.find((name) => found[name] !== undefined);
  if (old !== undefined)
    throw new ValueError(
      `${old} is deprecated in the new Keras optimizer, please check the docstring for valid arguments, or use the ` +
        `legacy optimizer, e.g., tf.keras.optimizers.legacy.${className}.`,
      { fields: { actual: old } },
    );
  return given;
}

/** What a subclass hands on to `Optimizer`: weight decay is none unless it is given. */
export function commonKeywords(given: OptimizerKeywords): OptimizerKeywords {
  const keywords: Record<string, unknown> = { weight_decay: null };
  for (const name of common) if (given[name] !== undefined) keywords[name] = given[name];
  return keywords;
}
