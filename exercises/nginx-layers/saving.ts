import { fail, pass, type SandboxView, type Verdict } from '../../src/shared/exercise/index.ts';
import { BIG, SMALL } from './names.ts';

const MB_BYTES = 1_000_000;
const MIB_BYTES = 1_048_576;

/** `docker images` rounds to three digits, so a difference of two sizes above 100 MB can be 1 MB off. */
const TOLERANCE_MB = 1;

/** As `docker images` writes it: three digits, units of a thousand. */
function shownMb(sizeBytes: number): string {
  return `${Number((sizeBytes / MB_BYTES).toPrecision(3))} MB`;
}

function near(answer: number, value: number): boolean {
  return Math.abs(answer - value) <= TOLERANCE_MB;
}

/** Is the number in `saved.txt` the difference of the two images' sizes, in MB of a million bytes? */
export async function checkSaving(sandbox: SandboxView): Promise<Verdict> {
  const text = (await sandbox.file('saved.txt'))?.trim();
  if (text === undefined) return fail('There is no `saved.txt` in `~/nginx-layers` yet.');
  const number = /^(-?\d{1,6}(?:[.,]\d{1,6})?)\s*(?:MB)?$/i.exec(text)?.[1];
  if (number === undefined) {
    return fail(`\`saved.txt\` should hold one number of MB and nothing else. It holds "${text.slice(0, 40)}".`);
  }
  const big = await sandbox.image(BIG);
  const small = await sandbox.image(SMALL);
  if (!big || !small)
    return fail(`\`saved.txt\` says ${number}, but both images must be in your engine to compare them.`);

  const answer = Number(number.replace(',', '.'));
  const savedBytes = big.sizeBytes - small.sizeBytes;
  if (near(answer, savedBytes / MB_BYTES)) return pass();
  if (near(answer, -savedBytes / MB_BYTES)) {
    return fail(`\`saved.txt\` says ${number}. The figure is right, but how much is saved is a positive number.`);
  }
  if (near(answer, small.sizeBytes / MB_BYTES)) {
    return fail(`\`saved.txt\` says ${number}. That is how big \`${SMALL}\` is, not how much smaller it is.`);
  }
  if (near(answer, savedBytes / MIB_BYTES)) {
    return fail(
      `\`saved.txt\` says ${number}. In MiB (1,048,576 bytes) that would be right; Docker counts in MB (1,000,000 bytes).`,
    );
  }
  return fail(
    `\`saved.txt\` says ${number} MB, and that is not it. \`docker images\` shows ${shownMb(big.sizeBytes)} for \`${BIG}\` and ${shownMb(small.sizeBytes)} for \`${SMALL}\`.`,
  );
}
