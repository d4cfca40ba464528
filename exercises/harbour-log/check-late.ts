import { fail, pass, type SandboxView, type Verdict } from '../../src/shared/exercise/index.ts';
import { DAYS, LOG_IS_GONE, lateLines, linesOf } from './log.ts';

/** Is the number that was entered the number of late ships? Some usual mistakes are told apart. */
export async function checkLate(sandbox: SandboxView): Promise<Verdict> {
  const late = await lateLines(sandbox);
  if (!late) return fail(LOG_IS_GONE);
  const answer = await sandbox.answer();
  if (answer === undefined) return fail('Count them, and enter the number here.');
  if (!/^\d{1,6}$/.test(answer)) return fail(`"${answer.slice(0, 40)}" is no whole number. Enter one, such as 3.`);
  const count = Number(answer);
  if (count === late.length) return pass();
  for (const day of DAYS) {
    const lines = linesOf((await sandbox.file(`log/${day}`)) ?? '');
    if (count === lines.filter((line) => late.includes(line)).length) {
      return fail(`${count} came late in \`${day}\` alone. There are ${DAYS.length} days.`);
    }
    if (count === lines.length) return fail(`${count} is the number of all ships in \`${day}\`. Count the late ones.`);
  }
  return fail(`It is not ${count}. Count the lines that have the word \`late\` in them.`);
}
