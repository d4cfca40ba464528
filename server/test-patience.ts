import { inject } from 'vitest';

declare module 'vitest' {
  export interface ProvidedContext {
    /** How many times as long as on an ordinary machine anything may take: for tests on an emulated processor. One where it is left out. */
    readonly patience?: number;
  }
}

export const patience = inject('patience') ?? 1;

/** Aborts after so many milliseconds, or as many more as this run has patience. */
export function within(ms: number): AbortSignal {
  return AbortSignal.timeout(ms * patience);
}
