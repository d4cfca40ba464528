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

interface Step {
  readonly title: string;
  readonly startMs: number;
  detail: string;
}

/**
 * On a terminal a step is one line that changes in place; elsewhere it is a line at its start, a few on its way and one at its end. Of steps that run side by
 * side the line is that of the first, and counts the others.
 */
export function createProgress(output: ProgressOutput, now: () => number = Date.now): Progress {
  const inPlace = output.isTTY === true;
  const running = new Set<Step>();
  const seconds = ({ startMs }: Step) => `${Math.round((now() - startMs) / 1000)} s`;
  const draw = () => {
    const [first] = running;
    if (!first) return;
    const others = running.size === 1 ? '' : `, and ${running.size - 1} more`;
    const line = `… ${first.title} (${seconds(first)})${others} ${first.detail}`.trimEnd();
    output.write(`${CLEAR_LINE}${line.slice(0, (output.columns ?? 80) - 1)}`);
  };
  return {
    note: (line) => output.write(`${line}\n`),
    async step(title, work) {
      const step: Step = { title, startMs: now(), detail: '' };
      running.add(step);
      let shown = '';
      const line = () => {
        if (step.detail !== shown) output.write(`  ${seconds(step)}: ${step.detail}\n`);
        shown = step.detail;
      };
      if (inPlace) draw();
      else output.write(`… ${title}\n`);
      const timer = setInterval(inPlace ? draw : line, inPlace ? REDRAW_MS : PLAIN_LINE_MS);
      const end = (mark: '✓' | '✗') => {
        running.delete(step);
        output.write(`${inPlace ? CLEAR_LINE : ''}${mark} ${title} (${seconds(step)})\n`);
        if (inPlace) draw();
      };
      try {
        const result = await work((text) => {
          step.detail = text;
        });
        end('✓');
        return result;
      } catch (error) {
        end('✗');
        throw error;
      } finally {
        clearInterval(timer);
      }
    },
  };
}
