import { fail, pass, type SandboxView, type Verdict } from '../../src/shared/exercise/index.ts';
import { digits, letters } from './mode-text.ts';

const OWNER_RUNS = 0o100;
const OTHERS_WRITE = 0o022;
const WANTED_OF_OFFICE = 0o750;

export async function checkGate(sandbox: SandboxView): Promise<Verdict> {
  const gate = await sandbox.fileInfo('open-gate.sh');
  if (!gate) return fail('There is no `open-gate.sh` in `~/who-may-read`.');
  if ((gate.mode & OWNER_RUNS) === 0) {
    const refused = (await sandbox.commands()).findLast(({ text }) => text.trim() === './open-gate.sh');
    const tried = refused?.exitCode === 126 ? ' The shell said so too: Permission denied, exit code 126.' : '';
    return fail(`\`open-gate.sh\` is \`${letters(gate.mode)}\`: nobody may run it.${tried}`);
  }
  if ((gate.mode & OTHERS_WRITE) === 0) return pass();
  return fail(
    `\`open-gate.sh\` is \`${letters(gate.mode)}\`: now others may write into what you run. Take the \`w\` from all but you.`,
  );
}

export async function checkDiary(sandbox: SandboxView): Promise<Verdict> {
  const diary = await sandbox.fileInfo('diary.txt');
  if (!diary) return fail('There is no `diary.txt` in `~/who-may-read`.');
  const mode = diary.mode & 0o777;
  if (mode === 0o600) return pass();
  if ((mode & 0o077) !== 0)
    return fail(
      `\`diary.txt\` is \`${letters(mode)}\`, ${digits(mode)}: others than you may still do something with it.`,
    );
  return fail(`\`diary.txt\` is \`${letters(mode)}\`, ${digits(mode)}: you should read and write it, and no more.`);
}

export async function checkOffice(sandbox: SandboxView): Promise<Verdict> {
  const office = await sandbox.fileInfo('office');
  if (!office) return fail('There is no folder `office` in `~/who-may-read`.');
  if (office.kind !== 'folder') return fail(`\`office\` is a ${office.kind}, and should be a folder.`);
  const mode = office.mode & 0o777;
  if (mode === WANTED_OF_OFFICE) return pass();
  return fail(`\`office\` is \`${letters(mode)}\`, ${digits(mode)}. Wanted is \`${letters(WANTED_OF_OFFICE)}\`.`);
}

export async function checkMode(sandbox: SandboxView): Promise<Verdict> {
  const hours = await sandbox.fileInfo('office/hours.txt');
  if (!hours) return fail('`office/hours.txt` can’t be seen. Is it there, and may you enter `office`?');
  const answer = await sandbox.answer();
  if (answer === undefined) return fail('Find the mode, and enter its three digits here.');
  if (/^[r-][w-][x-]/.test(answer))
    return fail(`These are the letters. Make digits of them: \`${answer.slice(0, 3)}\` is the first.`);
  if (!/^0?[0-7]{3}$/.test(answer))
    return fail(`"${answer.slice(0, 40)}" is no mode. It has three digits from 0 to 7.`);
  const office = await sandbox.fileInfo('office');
  if (answer.slice(-3) === digits(hours.mode)) return pass();
  if (office && answer.slice(-3) === digits(office.mode))
    return fail(`${answer} is the mode of the folder. Look at the file in it.`);
  return fail(`It is not ${answer}. \`ls -l office\` shows \`-${letters(hours.mode)}\`.`);
}
