import { fail, pass, type SandboxView, type Verdict } from '../../src/shared/exercise/index.ts';
import { baseOf } from './base-of.ts';
import { missing } from './missing.ts';
import { RELEASE_IMAGE } from './names.ts';

const MB = 1_000_000;

/** In MB, from the smallest: below it, so many points. */
const STEPS = [
  { below: 100, points: 20 },
  { below: 150, points: 15 },
  { below: 200, points: 10 },
] as const;

/** How large is the image? The steps lie between the bases, of the public images and of their stand-ins alike. */
export async function checkSize(sandbox: SandboxView): Promise<Verdict> {
  const image = await sandbox.image(RELEASE_IMAGE);
  if (!image) return missing(sandbox, RELEASE_IMAGE);
  const sizeMB = Math.round(image.sizeBytes / MB);
  const figures = [{ label: 'Size', value: sizeMB, unit: 'MB' }];
  const reached = STEPS.findIndex(({ below }) => image.sizeBytes < below * MB);
  const step = STEPS[reached];
  if (!step) {
    return fail(
      `\`${RELEASE_IMAGE}\` has ${sizeMB} MB, and less than 200 MB is asked for. ${await heaviest(sandbox)}`,
      figures,
    );
  }
  const next = STEPS[reached - 1];
  if (!next) return pass({ points: step.points, figures });
  return pass({
    points: step.points,
    note: `${sizeMB} MB. Less than ${next.below} MB earns ${next.points}.`,
    figures,
  });
}

/** Where most of it is: in the base, which is chosen and not made, or in a layer over that. */
async function heaviest(sandbox: SandboxView): Promise<string> {
  const [largest] = [...(await sandbox.layers(RELEASE_IMAGE))].sort((one, other) => other.sizeBytes - one.sizeBytes);
  const name = baseOf((await sandbox.file('Dockerfile')) ?? '');
  const base = name === undefined ? undefined : await sandbox.image(name);
  if (base && largest && base.layers.includes(largest.digest)) {
    return `Its base \`${name}\` has ${Math.round(base.sizeBytes / MB)} MB of them.`;
  }
  const words = (largest?.createdBy ?? '').replace(/^\/bin\/sh -c (?:#\(nop\)\s+)?/, '').replaceAll('`', "'");
  return `Its largest layer has ${Math.round((largest?.sizeBytes ?? 0) / MB)} MB: \`${words.slice(0, 60) || 'unknown'}\`.`;
}
