import { fail, pass, type SandboxView, type Verdict } from '../../src/shared/exercise/index.ts';
import { ALPINE, DEBIAN, megabytes, SCRATCH } from './bases.ts';

/** The answer may be rounded: within this part of the true figure. */
const TOLERANCE = 0.05;

/** Was it entered how many times as big the image on Debian is as the one from scratch? */
export async function checkTimes(sandbox: SandboxView): Promise<Verdict> {
  const big = (await sandbox.image(DEBIAN.image))?.sizeBytes;
  const small = (await sandbox.image(SCRATCH.image))?.sizeBytes;
  const text = await sandbox.answer();
  if (big === undefined || small === undefined || small === 0) {
    return fail(`Build \`${DEBIAN.image}\` and \`${SCRATCH.image}\` first, then compare what \`docker images\` says.`);
  }
  if (text === undefined) return fail(`How many times as big as \`${SCRATCH.image}\` is \`${DEBIAN.image}\`?`);

  const times = Number(/^(?:about )?(\d+(?:[.,]\d+)?)\s*(?:x|×|times)?$/i.exec(text)?.[1]?.replace(',', '.') ?? 'none');
  if (Number.isNaN(times)) return fail(`Enter a number. It was "${text.slice(0, 40)}".`);
  if (isNear(times, big / small)) return pass();

  const sizes = `\`${DEBIAN.image}\` has ${megabytes(big)}, \`${SCRATCH.image}\` has ${megabytes(small)}`;
  if (times < 1) return fail(`${times} is less than 1. ${sizes}: divide the large one by the small one.`);
  if (isNear(times, (big - small) / 1_000_000)) {
    return fail(`${times} is by how many MB it is bigger. Asked is how many times as big: ${sizes}.`);
  }
  const alpine = (await sandbox.image(ALPINE.image))?.sizeBytes;
  if (alpine !== undefined && isNear(times, big / alpine)) {
    return fail(`${times} is the figure for \`${ALPINE.image}\`. Divide by the size of \`${SCRATCH.image}\`.`);
  }
  return fail(`${times} is not it. ${sizes}. Are both in the same unit, before you divide?`);
}

function isNear(value: number, right: number): boolean {
  return Math.abs(value - right) <= right * TOLERANCE;
}
