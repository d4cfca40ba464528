import { fail, pass, type SandboxView, type Verdict } from '../../src/shared/exercise/index.ts';
import { mb, shownMb } from '../image-size.ts';
import { NODE, WEB } from './names.ts';

/** From the rounded sizes of `docker images`, and rounded once more: 11.8 may be 12. */
const TOLERANCE = 0.06;

/** Is the answer how many times as big the first image is as the second? */
export async function checkTimes(sandbox: SandboxView): Promise<Verdict> {
  const node = await sandbox.image(NODE);
  const web = await sandbox.image(WEB);
  if (!(node && web)) return fail(`Both \`${NODE}\` and \`${WEB}\` must be in your engine to compare them.`);
  const times = node.sizeBytes / web.sizeBytes;
  if (times < 1.5) {
    return fail(
      `\`${NODE}\` has ${mb(node.sizeBytes)}, \`${WEB}\` ${mb(web.sizeBytes)}: about the same. Finish \`${WEB}\` first.`,
    );
  }
  const answer = Number((await sandbox.answer())?.replace(',', '.'));
  if (Number.isNaN(answer)) return fail('Divide the larger size by the smaller one, and enter what comes out.');
  const near = (value: number) => Math.abs(answer - value) <= TOLERANCE * value;
  if (near(times)) return pass();
  if (near(1 / times)) return fail(`${answer} is the share that is left. Divide the other way round.`);
  if (near(100 / times))
    return fail(`${answer} is the share that is left, in percent. Asked for is how many times as big.`);
  if (near((node.sizeBytes - web.sizeBytes) / 1e6)) {
    return fail(`${answer} is the difference in MB. Divide instead of subtracting.`);
  }
  return fail(
    `It is not ${answer}. \`docker images\` shows ${shownMb(node.sizeBytes)} for \`${NODE}\` and ${shownMb(web.sizeBytes)} for \`${WEB}\`.`,
  );
}
