import { fail, pass, type SandboxView, type Verdict } from '../../src/shared/exercise/index.ts';
import { LOG_IS_GONE, lateLines, linesOf } from './log.ts';

/** Does `late.txt` hold the late ships of both days, and no others? */
export async function checkReport(sandbox: SandboxView): Promise<Verdict> {
  const late = await lateLines(sandbox);
  if (!late) return fail(LOG_IS_GONE);
  const text = await sandbox.file('late.txt');
  if (text === undefined) return fail('There is no `late.txt` in `~/harbour-log` yet.');
  const lines = linesOf(text);
  if (lines.length === 0) return fail('`late.txt` is empty. Nothing that was printed went into it.');
  if (lines.some((line) => line.includes('.txt:'))) {
    return fail('`late.txt` has file names in front of the ships. `grep -h` leaves them away.');
  }
  const extra = lines.filter((line) => !late.includes(line));
  if (extra.length > 0) return fail(`\`late.txt\` has a line that is no late ship: "${extra[0]?.slice(0, 40)}".`);
  const missing = late.filter((line) => !lines.includes(line));
  if (missing.length > 0) {
    return fail(
      `\`late.txt\` has ${lines.length} of the ${late.length} late ships. "${missing[0]?.slice(0, 40)}" is one that is missing.`,
    );
  }
  return lines.length === late.length ? pass() : fail('`late.txt` has a ship twice. Write the file anew.');
}
