import { createStore } from './store.ts';

/**
 * How the terminals of a page stand. `popped`: they are in a window of their own. `unavailable`: their code could not be loaded. `shell` is the active
 * terminal's; `undefined` where there is none.
 */
export interface TerminalStand {
  readonly phase: 'closed' | 'loading' | 'open' | 'popped' | 'unavailable';
  readonly shell: 'waiting' | 'open' | 'exited' | 'lost' | undefined;
}

/** Written by the terminal's panel, read by what stands around it. */
export const terminalStand = createStore<TerminalStand>({ phase: 'closed', shell: undefined });
