import { fail, pass, type SandboxView, type Verdict } from '../../src/shared/exercise/index.ts';
import { FORGED } from './names.ts';

/** As many digits as tell the files of the delivery apart for certain. */
const MIN_DIGITS = 6;

/** What the forged file hashes to now. */
const FORGED_HASH = 'a59807efa37e5edcec050469bf5bfd1fffde6a12a762f455deb1668c5f7925f3';

/** Is the name that was entered that of the file that is not what its name says? The beginning of it will do. */
export async function checkForged(sandbox: SandboxView): Promise<Verdict> {
  const answer = await sandbox.answer();
  if (answer === undefined) return fail('No name of a file in `delivery/blobs/sha256` has been entered yet.');
  const name = answer
    .toLowerCase()
    .replace(/^.*[/:]/, '')
    .replace(/…$|\.{3}$/, '');
  if (!/^[0-9a-f]{1,64}$/.test(name)) {
    return fail(`The files there are named by hex digits. "${answer.slice(0, 40)}" is none of them.`);
  }
  if (name.length < MIN_DIGITS) return fail(`\`${name}\` is short: enter ${MIN_DIGITS} digits of the name, or all 64.`);
  if (FORGED.startsWith(name)) return pass();
  if (FORGED_HASH.startsWith(name)) {
    return fail(`\`${name.slice(0, 12)}\` is what the forged file hashes to now. Enter the name that it goes by.`);
  }
  return fail(
    `\`${name.slice(0, 12)}\` is not it. Hash each file, and look for the one whose SHA-256 is not its name.`,
  );
}
