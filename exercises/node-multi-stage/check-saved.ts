import { fail, pass, type SandboxView, type Verdict } from '../../src/shared/exercise/index.ts';
import { mb, shownMb, shownRoundingMb } from '../image-size.ts';
import { BUILD, HEAVY_BYTES, SHIPPED } from './names.ts';

/** Is the answer the difference of the two images, as far as `docker images` shows it? */
export async function checkSaved(sandbox: SandboxView): Promise<Verdict> {
  const build = await sandbox.image(BUILD);
  const shipped = await sandbox.image(SHIPPED);
  if (!(build && shipped)) return fail(`Both \`${BUILD}\` and \`${SHIPPED}\` must be in your engine to compare them.`);
  const sizes = `\`${BUILD}\` has ${mb(build.sizeBytes)}, \`${SHIPPED}\` ${mb(shipped.sizeBytes)}`;
  const savedBytes = build.sizeBytes - shipped.sizeBytes;
  if (savedBytes < HEAVY_BYTES) return fail(`${sizes}. There is next to nothing saved yet.`);

  const answer = Number((await sandbox.answer())?.replace(',', '.').replace(/\s*MB$/i, ''));
  if (Number.isNaN(answer)) return fail('Compare the two in `docker images tides`, and enter the difference in MB.');
  const toleranceMb = shownRoundingMb(build.sizeBytes) + shownRoundingMb(shipped.sizeBytes);
  const near = (value: number) => Math.abs(answer - value / 1e6) <= toleranceMb;
  if (near(savedBytes)) return pass();
  if (near(-savedBytes))
    return fail(`The figure is right, but what is saved is a positive number of MB, not ${answer}.`);
  if (near(shipped.sizeBytes)) return fail(`${answer} MB is the size of \`${SHIPPED}\`. How much less is that?`);
  if (near(build.sizeBytes)) return fail(`${answer} MB is the size of \`${BUILD}\`. How much less is \`${SHIPPED}\`?`);
  return fail(
    `It is not ${answer} MB. \`docker images\` shows ${shownMb(build.sizeBytes)} for \`${BUILD}\` and ${shownMb(shipped.sizeBytes)} for \`${SHIPPED}\`.`,
  );
}
