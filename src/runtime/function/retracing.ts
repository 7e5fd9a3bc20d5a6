/** Counts how often calls trace, and warns as TF does when they do so too often. */
import { logger } from '../../logging';

const history = 10;
const threshold = 5;
const mostWarnings = 2;

export class RetracingCounter {
  private readonly callsPerTracing: number[] = [];
  private calls = 0;
  private warnings = 0;

  /** @param shown how the warning calls the function */
  traced(shown: string, omitWarning: boolean): void {
    this.calls++;
    this.callsPerTracing.push(1);
    while (this.callsPerTracing.length > 0 && this.calls - this.callsPerTracing[0]! > history)
      this.calls -= this.callsPerTracing.shift()!;
    if (omitWarning || this.warnings >= mostWarnings || this.callsPerTracing.length < threshold) return;
    this.warnings++;
    logger.warning(
      `${this.callsPerTracing.length} out of the last ${this.calls} calls to ${shown} triggered tf.function retracing. ` +
        'Tracing is expensive and the excessive number of tracings could be due to (1) creating @tf.function ' +
        'repeatedly in a loop, (2) passing tensors with different shapes, (3) passing Python objects instead of ' +
        'tensors. For (1), please define your @tf.function outside of the loop. For (2), @tf.function has ' +
        'reduce_retracing=True option that can avoid unnecessary retracing. For (3), please refer to ' +
        'https://www.tensorflow.org/guide/function#controlling_retracing and ' +
        'https://www.tensorflow.org/api_docs/python/tf/function for  more details.',
    );
  }

  called(): void {
    const { callsPerTracing } = this;
    if (callsPerTracing.length === 0) callsPerTracing.push(0);
    callsPerTracing[callsPerTracing.length - 1]!++;
    this.calls++;
  }
}
