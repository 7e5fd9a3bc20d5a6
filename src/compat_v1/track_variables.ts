/**
 * TF1-style code in methods of TF2 modules: variables that `get_variable` makes in a decorated method are kept by the module,
 * found again in its next call, and saved with it. Mirrors `tf.compat.v1.keras.utils`.
 */

import { currentContext, enterContext } from '../context';
import { ValueError } from '../errors';
import { type Call, positional } from '../python/named';
import { repr } from '../python/repr';
import { Module } from '../tracking';
import { asTrackable } from '../tracking/trackable';
import { getPartitioned } from './partitioned_store';
import type { VariableV1 } from './variable';
import { get_variable_scope } from './variable_scope';
import { VariableStore } from './variable_store';

declare module '../context' {
  interface ContextFrame {
    /** Where variables are kept that are made eagerly by `get_variable`. */
    readonly eagerVariables?: EagerVariables | null;
  }
}

/** What a module keeps; the names of its attributes are TF's, and stand in checkpoints. */
export class EagerVariables extends Module {
  _vars = new Map<string, VariableV1>();
  _regularizers = new Map<string, unknown>();
  _layers = new Map<string, object>();
}
const stores = new WeakMap<EagerVariables, VariableStore>();

/** The store of the decorated method that is running; null outside of any. */
export function eagerVariableStore(): VariableStore | null {
  const kept = currentContext().eagerVariables;
  if (!kept || currentContext().builder) return null;
  let store = stores.get(kept);
  if (store === undefined) {
    store = new VariableStore(getPartitioned, kept._vars);
    stores.set(kept, store);
  }
  return store;
}

type Method<This, A extends unknown[], R> = (this: This, ...args: A) => R;

/**
 * Mirrors `tf.compat.v1.keras.utils.track_tf1_style_variables`, as a decorator (`@track_tf1_style_variables` before a method)
 * or as a function of the method.
 * @throws {@link ValueError} when the method is called on what is no Module
 */
export function track_tf1_style_variables<This, A extends unknown[], R>(
  ...given:
    | [method: Method<This, A, R>, context?: ClassMethodDecoratorContext]
    | [keywords: { readonly method: Method<This, A, R> }]
): Method<This, A, R> {
  const [method] = positional<[Method<This, A, R>]>(
    'track_tf1_style_variables',
    ['method'],
    1,
    given.slice(0, 1),
  );
  return function (this: This, ...args: A): R {
    const owner = this as { _tf1_style_var_store?: EagerVariables };
    if (!(asTrackable(this) instanceof Module))
      throw new ValueError(
        '`@tf.compat.v1.keras.utils.track_tf1_layers_and_variables` must be applied to a method of a subclassed ' +
          '`tf.Module`, `tf.keras.layers.Layer`, or `tf.keras.Model` and which takes `self` as the first argument. But, ' +
          `the first argument passed to the decorated method was ${repr(this)}, which does not extend Module, Layer, or Model.`,
      );
    owner._tf1_style_var_store ??= new EagerVariables();
    const leave = enterContext({ eagerVariables: owner._tf1_style_var_store });
    try {
      return method.apply(this, args);
    } finally {
      leave();
    }
  };
}

const layerNames = ['name', 'create_layer_method'] as const;

/**
 * Mirrors `tf.compat.v1.keras.utils.get_or_create_layer`: what `create_layer_method` made in an earlier call.
 * @throws {@link ValueError} eagerly, outside of a decorated method
 */
export function get_or_create_layer<L extends object>(
  ...args: Call<[name: string, create_layer_method: () => L], typeof layerNames>
): L {
  const [name, create_layer_method] = positional<[name: string, create_layer_method: () => L]>(
    'get_or_create_layer',
    layerNames,
    2,
    args,
  );
  const kept = currentContext().eagerVariables;
  if (!kept) {
    if (currentContext().builder) return create_layer_method();
    throw new ValueError(
      'Tried to call get_or_create_layer in eager mode from a method notdecorated with ' +
        '@tf.compat.v1.keras.utils.track_tf1_style_variables.',
    );
  }
  const full = `${get_variable_scope().name}/${name}`;
  let layer = kept._layers.get(full) as L | undefined;
  if (layer === undefined) {
    // What is made inside keeps its own variables.
    const leave = enterContext({ eagerVariables: null });
    try {
      layer = create_layer_method();
    } finally {
      leave();
    }
    kept._layers.set(full, layer);
  }
  return layer;
}
