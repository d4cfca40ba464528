import { fail, pass, type SandboxView, type Verdict } from '../../src/shared/exercise/index.ts';
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
    const { layer, share } = await heaviest(sandbox);
    return fail(
      `\`${RELEASE_IMAGE}\` has ${sizeMB} MB, and less than 200 MB is asked for. Its largest layer has ${share} MB: \`${layer}\`.`,
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

async function heaviest(sandbox: SandboxView): Promise<{ readonly layer: string; readonly share: number }> {
  const [largest] = [...(await sandbox.layers(RELEASE_IMAGE))].sort((one, other) => other.sizeBytes - one.sizeBytes);
  const words = (largest?.createdBy ?? '').replace(/^\/bin\/sh -c (?:#\(nop\)\s+)?/, '').replaceAll('`', "'");
  return { layer: words.slice(0, 60) || 'unknown', share: Math.round((largest?.sizeBytes ?? 0) / MB) };
}
