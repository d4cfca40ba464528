import { p99, type Row } from './figures.ts';
import { createLearnerStage } from './learner-stage.ts';
import { repeat } from './measure.ts';
import { type TypedShell, timeToPrompt } from './typed-shell.ts';

/** Enough to fill every buffer on the way. */
const FLOOD_BYTES = 8 * 1024 * 1024;

export const FLOODS = ['yes', 'od -v /dev/zero'] as const;

/** From Ctrl-C to the prompt while output floods, in turns: through the server, and by a bare exec. */
export async function measureInterrupt({ rounds }: { rounds: number }, signal: AbortSignal): Promise<readonly Row[]> {
  await using stage = await createLearnerStage(signal);
  const rows: Row[] = [];
  for (const flood of FLOODS) {
    const times = await repeat(rounds, signal, async () => ({
      ours: await timeInterrupt(stage.ours, flood),
      raw: await timeInterrupt(stage.raw, flood),
    }));
    rows.push({
      what: `Ctrl-C to prompt in \`${flood}\``,
      unit: 'ms',
      measured: times.map(({ ours }) => ours),
      baseline: { what: 'raw exec TTY', measured: times.map(({ raw }) => raw) },
      goals: [p99(100)],
    });
  }
  return rows;
}

async function timeInterrupt(shell: TypedShell, flood: string): Promise<number> {
  const { output } = shell;
  const enough = output.bytes + FLOOD_BYTES;
  shell.type(`${flood}\r`);
  await output.until(() => output.bytes >= enough, 'the flood');
  return timeToPrompt(shell, '\x03');
}
