import type { Row } from './figures.ts';
import { createLearnerStage } from './learner-stage.ts';
import { repeat } from './measure.ts';
import { type TypedShell, timeToPrompt } from './typed-shell.ts';

export interface ThroughputCounts {
  readonly megabytes: number;
  readonly rounds: number;
}

/** A terminal sends a carriage return before each line's end. */
const LINE = 'a line of a log that somebody follows, sixty-three characters.';

/** At least 0.8 times as quick is at most so many times as long. */
const QUICK_ENOUGH = { share: 0.5, atMost: 1 / 0.8, isTimesBaseline: true };

/** How long a flood takes to its prompt, in turns: through the server with a client that acknowledges, and by a bare exec. */
export async function measureThroughput(
  { megabytes, rounds }: ThroughputCounts,
  signal: AbortSignal,
): Promise<readonly Row[]> {
  await using stage = await createLearnerStage(signal);
  const { ours, raw } = stage;
  const bytes = megabytes * 1_000_000;
  await timeToPrompt(ours, `yes '${LINE}' | head -c ${bytes} > ~/log\r`);
  const compare = async (what: string, command: string): Promise<Row> => {
    const times = await repeat(rounds, signal, async () => ({
      ours: await timeFlood(ours, command, bytes),
      raw: await timeFlood(raw, command, bytes),
    }));
    return {
      what,
      unit: 's',
      measured: times.map((time) => time.ours / 1e3),
      baseline: { what: 'raw exec TTY', measured: times.map((time) => time.raw / 1e3) },
      goals: [QUICK_ENOUGH],
    };
  };
  return [
    await compare(`\`cat\` of a file of ${megabytes} MB`, 'cat ~/log'),
    await compare(`\`yes\` by \`head -c\`, ${megabytes} MB`, `yes '${LINE}' | head -c ${bytes}`),
  ];
}

async function timeFlood(shell: TypedShell, command: string, bytes: number): Promise<number> {
  const before = shell.output.bytes;
  const time = await timeToPrompt(shell, `${command}\r`);
  const lines = Math.floor(bytes / (LINE.length + 1));
  const came = shell.output.bytes - before;
  if (came < bytes + lines) throw new Error(`Of ${bytes + lines} bytes only ${came} came.`);
  return time;
}
