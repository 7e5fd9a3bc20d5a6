/** Kernels that are compiled when first needed, for that takes some milliseconds, and may not be there at all. */

/** Counts the changes of `forceKernels`, so that each kernel sees them. */
let generation = 0;
let allowed = true;

/** Decides the kernels of calls to come, for tests; 'best' is what a fresh process does. @internal */
export function forceKernels(kernels: 'portable' | 'best'): void {
  allowed = kernels === 'best';
  generation++;
}

export class FastKernel<Kernel> {
  private made: Kernel | null | undefined;
  private madeIn = 0;

  constructor(private readonly compile: () => Kernel | null) {}

  /** The kernel, or null where only the portable one is to be had. */
  get(): Kernel | null {
    if (this.made === undefined || this.madeIn !== generation) {
      this.made = allowed ? this.compile() : null;
      this.madeIn = generation;
    }
    return this.made;
  }
}
