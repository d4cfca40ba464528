import type { SandboxView } from '../../src/shared/exercise/index.ts';

/** One file a day. */
export const DAYS = ['monday.txt', 'tuesday.txt'] as const;

/** A file's lines, without the empty ones. */
export const linesOf = (text: string): readonly string[] => text.split('\n').filter((line) => line.trim() !== '');

/** The lines of all days in which a ship is late; `undefined` where a day's file is not there. */
export async function lateLines(sandbox: SandboxView): Promise<readonly string[] | undefined> {
  const texts = await Promise.all(DAYS.map((day) => sandbox.file(`log/${day}`)));
  if (texts.some((text) => text === undefined)) return undefined;
  return texts.flatMap((text) => linesOf(text ?? '')).filter((line) => line.includes('late'));
}

export const LOG_IS_GONE =
  'A file of `log` is not there any more. “Start this exercise over…” below the tasks brings all files back.';
