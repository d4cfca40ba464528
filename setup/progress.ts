/** One long step: `update` replaces what is said about how far it is. */
export type Update = (detail: string) => void;

export interface Progress {
  /** Shows the title while `work` runs, then a tick and the time that it took. */
  step<T>(title: string, work: (update: Update) => Promise<T>): Promise<T>;
  note(line: string): void;
}

export interface ProgressOutput {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

// Often enough that the seconds never seem to stand still.
const REDRAW_MS = 250;
// In a log a line now and then shows life; more would bury what matters.
const PLAIN_LINE_MS = 15_000;
const CLEAR_LINE = '\r\u001b[2K';

/** On a terminal a step is one line that changes in place; elsewhere it is a line at its start, a few on its way and one at its end. */
export function createProgress(output: ProgressOutput, now: () => number = Date.now): Progress {
  const inPlace = output.isTTY === true;
  return {
    note: (line) => output.write(`${line}\n`),
    async step(title, work) {
      const startMs = now();
      let detail = '';
      let shown = '';
      const seconds = () => `${Math.round((now() - startMs) / 1000)} s`;
      const draw = () => {
        const line = `… ${title} (${seconds()}) ${detail}`.trimEnd();
        output.write(`${CLEAR_LINE}${line.slice(0, (output.columns ?? 80) - 1)}`);
      };
      const line = () => {
        if (detail !== shown) output.write(`  ${seconds()}: ${detail}\n`);
        shown = detail;
      };
      if (inPlace) draw();
      else output.write(`… ${title}\n`);
      const timer = setInterval(inPlace ? draw : line, inPlace ? REDRAW_MS : PLAIN_LINE_MS);
      try {
        const result = await work((text) => {
          detail = text;
        });
        output.write(`${inPlace ? CLEAR_LINE : ''}✓ ${title} (${seconds()})\n`);
        return result;
      } catch (error) {
        output.write(`${inPlace ? CLEAR_LINE : ''}✗ ${title} (${seconds()})\n`);
        throw error;
      } finally {
        clearInterval(timer);
      }
    },
  };
}
