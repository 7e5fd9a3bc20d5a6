/** What TF1 programs configure sessions with: accepted, for there is one device and nothing to tune. */

/** A protocol buffer message: fields that may be set to anything. */
type Fields = Record<string, unknown>;
class Message {
  [field: string]: unknown;

  constructor(fields: Fields = {}) {
    Object.assign(this, fields);
  }
}

/** Mirrors `tf.compat.v1.GPUOptions`. */
export class GPUOptions extends Message {}
/** Mirrors `tf.compat.v1.OptimizerOptions`. */
export class OptimizerOptions extends Message {}
/** Mirrors `tf.compat.v1.GraphOptions`. */
export class GraphOptions extends Message {
  optimizer_options: unknown = new OptimizerOptions();

  constructor(fields: Fields = {}) {
    super();
    Object.assign(this, fields);
  }
}
/** Mirrors `tf.compat.v1.ConfigProto`: `config.gpu_options.allow_growth = true`. */
export class ConfigProto extends Message {
  gpu_options: Fields = new GPUOptions();
  graph_options: Fields = new GraphOptions();

  constructor(fields: Fields = {}) {
    super();
    Object.assign(this, fields);
  }
}
/** Mirrors `tf.compat.v1.RunOptions`. */
export class RunOptions extends Message {}
/** Mirrors `tf.compat.v1.RunMetadata`: nothing is written into it. */
export class RunMetadata extends Message {}
