import { fail, pass, type SandboxView, type Verdict } from '../../src/shared/exercise/index.ts';
import { DAYS } from './log.ts';

/** Is there a folder `backup` with the same files as `log`? */
export async function checkBackup(sandbox: SandboxView): Promise<Verdict> {
  const backup = await sandbox.fileInfo('backup');
  if (!backup) {
    if (await sandbox.fileInfo('log/backup')) return fail('`backup` is inside of `log`. It belongs beside it.');
    const refused = (await sandbox.commands()).findLast(
      ({ text, exitCode }) => /^cp\s+log\b/.test(text) && exitCode !== 0,
    );
    if (refused)
      return fail(`\`${refused.text}\` ended with ${refused.exitCode}: by itself \`cp\` does not copy folders.`);
    return fail('There is no `backup` in `~/harbour-log` yet.');
  }
  if (backup.kind !== 'folder')
    return fail(`\`backup\` is a ${backup.kind}, not a folder. Remove it, then copy the folder.`);
  if ((await sandbox.fileInfo('backup/log'))?.kind === 'folder') {
    return fail('The files are in `backup/log`: `backup` was there before you copied. Remove it, then copy again.');
  }
  const missing: string[] = [];
  for (const day of DAYS) {
    const original = await sandbox.file(`log/${day}`);
    if (original === undefined || (await sandbox.file(`backup/${day}`)) !== original) missing.push(`\`${day}\``);
  }
  if (missing.length === 0) return pass();
  return fail(`\`backup\` is there, but ${missing.join(' and ')} in it is not as in \`log\`.`);
}
