/**
 * The warning that a restore left values unused, once its last holder is gone (restore.md R8.9). What it needs to
 * know must not lead to the restore itself, or that would never be collected.
 */
import { logger } from '../logging';
import { repr } from '../python/repr';
import { nodeName, nodeNames } from './node_names';
import type { ObjectGraph } from './object_graph';

export interface UnrestoredLog {
  readonly graph: ObjectGraph;
  readonly matched: ReadonlySet<number>;
  readonly unusedAttributes: ReadonlyMap<number, readonly string[]>;
  readonly skippedNodes: ReadonlySet<number>;
  /** True once warned, or when a partial restore is expected. */
  silent: boolean;
}

const unreachable = new FinalizationRegistry<UnrestoredLog>(warnUnrestored);

/** Warns when the garbage collector finds that nobody holds `restore`. */
export function watchRestore(restore: object, log: UnrestoredLog): void {
  unreachable.register(restore, log);
}

/** Says what was left, once. */
export function warnUnrestored(log: UnrestoredLog): void {
  if (log.silent) return;
  log.silent = true;
  const unmatched: number[] = [];
  log.graph.nodes.forEach((node, id) => {
    if (node.attributes.length > 0 && !log.matched.has(id) && !log.skippedNodes.has(id)) unmatched.push(id);
  });
  if (unmatched.length === 0 && log.unusedAttributes.size === 0) return;
  const names = nodeNames(log.graph);
  logger.warning(
    'Detecting that an object or model or tf.train.Checkpoint is being deleted with unrestored values. See the ' +
      'following logs for the specific values in question. To silence these warnings, use ' +
      '`status.expect_partial()`. See https://www.tensorflow.org/api_docs/python/tf/train/Checkpoint#restorefor ' +
      'details about the status object returned by the restore function.',
  );
  for (const id of unmatched)
    logger.warning(`Value in checkpoint could not be found in the restored object: ${nodeName(names, id)}`);
  for (const [id, attributes] of log.unusedAttributes) {
    logger.warning(
      'An attribute in the restored object could not be found in the checkpoint. Object: ' +
        `${nodeName(names, id)}, attribute: ${repr(attributes)}`,
    );
  }
}
