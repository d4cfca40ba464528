import { createInterface } from 'node:readline/promises';

/** Whether something may be done to the machine. The question ends with a question mark. */
export type Consent = (question: string) => Promise<boolean>;

export interface ConsentOptions {
  /** `--yes`: everything is agreed to. */
  readonly yes: boolean;
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly output: NodeJS.WritableStream;
  /** What holds when nobody can be asked. */
  readonly withoutTerminal: boolean;
  readonly signal: AbortSignal;
}

/** Asks on the terminal, once a question; `y` and `yes` agree, all else does not. */
export function createConsent(options: ConsentOptions): Consent {
  return async (question) => {
    if (options.yes) return true;
    if (options.input.isTTY !== true) return options.withoutTerminal;
    const terminal = createInterface({ input: options.input, output: options.output });
    try {
      const answer = await terminal.question(`${question} [y/N] `, { signal: options.signal });
      return /^\s*y(?:es)?\s*$/i.test(answer);
    } finally {
      terminal.close();
    }
  };
}
