/** `tf.compat.v1.train.Coordinator`: who asked everybody to stop, and why. Without threads there is nobody to wait for. */

import { ContextManager } from '../../context';
import { OutOfRangeError, ValueError } from '../../errors';
import { logger } from '../../logging';
import { type Call, positional } from '../../python/named';
import { typeName } from '../../python/repr';

type ErrorClass = abstract new (...args: never[]) => Error;

type CleanArguments = [clean_stop_exception_types?: readonly ErrorClass[] | null];
const cleanNames = ['clean_stop_exception_types'] as const;

/** Mirrors `tf.compat.v1.train.Coordinator(clean_stop_exception_types=None)`. */
export class Coordinator {
  private readonly clean: readonly ErrorClass[];
  private stopped = false;
  private hasJoined = false;
  private reported: Error | null = null;

  /** @param clean_stop_exception_types errors that ask for a stop and are no failure; null: {@link OutOfRangeError} */
  constructor(...args: Call<CleanArguments, typeof cleanNames>) {
    const [clean_stop_exception_types = null] = positional<CleanArguments>(
      'Coordinator',
      cleanNames,
      0,
      args,
    );
    this.clean = clean_stop_exception_types ?? [OutOfRangeError];
  }

  /** Asks for a stop. @param ex is thrown again by {@link join}; the first counts. @throws it, after a join */
  request_stop(...args: Call<[ex?: Error | null], readonly ['ex']>): void {
    const [ex = null] = positional<[(Error | null)?]>('request_stop', ['ex'], 0, args);
    const error = ex !== null && this.clean.some((Class) => ex instanceof Class) ? null : ex;
    if (error !== null && !(error instanceof Error))
      throw new ValueError(`ex must be an error, not ${typeName(error)}`);
    if (this.hasJoined && error !== null) throw error;
    if (this.stopped) return;
    if (error !== null && this.reported === null) {
      logger.info(`Error reported to Coordinator: ${error.message}`);
      this.reported = error;
    }
    this.stopped = true;
  }
  /** Forgets that a stop was asked for, and why. */
  clear_stop(): void {
    this.hasJoined = false;
    this.reported = null;
    this.stopped = false;
  }
  should_stop(): boolean {
    return this.stopped;
  }
  /** True if a stop was asked for: nothing else could ask while this waits. */
  wait_for_stop(_timeout: number | null = null): boolean {
    return this.stopped;
  }
  /** A block whose error is reported here, and goes no further when it is run with `.use(fn)`. */
  stop_on_exception(): ContextManager<undefined> {
    return new Reporting(this);
  }
  /** Ends the work. @throws the error that was reported */
  join(): void {
    this.hasJoined = true;
    this.raise_requested_exception();
  }
  get joined(): boolean {
    return this.hasJoined;
  }
  /** @throws the error that was reported, if any */
  raise_requested_exception(): void {
    if (this.reported !== null) throw this.reported;
  }
}

class Reporting extends ContextManager<undefined> {
  protected readonly target = undefined;

  constructor(private readonly coordinator: Coordinator) {
    super();
  }
  protected enter(): () => void {
    return () => {};
  }
  override use<R>(fn: (target: undefined) => R): R {
    try {
      return super.use(fn);
    } catch (error) {
      this.coordinator.request_stop(error as Error);
      return undefined as R;
    }
  }
}
