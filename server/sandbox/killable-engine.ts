import type Docker from 'dockerode';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Which engine a test kills: one of its own on this machine, also where this is left out, or the one under test, which its host's init brings back. */
    readonly engineToKill?: 'own' | 'supervised';
  }
}

/** A Docker Engine that a test may kill. */
export interface KillableEngine extends AsyncDisposable {
  readonly docker: Docker;
  /** As a power cut would, for the engine; the containers themselves go on. Resolves when it is gone. */
  kill(): Promise<void>;
  /** Resolves when it answers again. */
  start(): Promise<void>;
}
