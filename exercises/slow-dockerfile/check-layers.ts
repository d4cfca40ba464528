import { fail, type ImageLayer, pass, type SandboxView, type Verdict } from '../../src/shared/exercise/index.ts';
import { counted } from '../counted.ts';
import { dependencyIndex, sharedCount } from './dependency-layer.ts';
import { FIRST, SECOND, THIRD } from './names.ts';

/** Does anything that is copied come after the installation, so that it may change alone? */
export async function checkFirst(sandbox: SandboxView): Promise<Verdict> {
  const layers = await sandbox.layers(FIRST);
  const installed = dependencyIndex(layers);
  if (layers.length === 0) return missing(FIRST);
  if (installed === undefined) return notInstalled(FIRST, layers);
  const after = layers.slice(installed + 1).filter(({ sizeBytes }) => sizeBytes > 0);
  if (after.length > 0) return pass();
  return fail(
    `In \`${FIRST}\`, \`pip install\` made layer ${installed + 1} of ${layers.length}. All that is copied comes before it, so a change of \`app.py\` makes it run again. Copy only what it needs first.`,
  );
}

/** Has the second image the dependencies of the first, and another program? */
export async function checkSecond(sandbox: SandboxView): Promise<Verdict> {
  const first = await sandbox.layers(FIRST);
  const second = await sandbox.layers(SECOND);
  if (first.length === 0) return missing(FIRST);
  if (second.length === 0) return missing(SECOND);
  const installed = dependencyIndex(second);
  if (installed === undefined) return notInstalled(SECOND, second);

  const shared = sharedCount(first, second);
  if (shared === first.length && shared === second.length) {
    return fail(
      `\`${FIRST}\` and \`${SECOND}\` have the same ${counted(shared, 'layer')}. Change \`TEXT\` in \`app.py\`, then build \`${SECOND}\`.`,
    );
  }
  if (shared === first.length) {
    return fail(
      `\`${SECOND}\` has all ${counted(shared, 'layer')} of \`${FIRST}\` and ${second.length - shared} more on top. Build it from the same Dockerfile, after a change of \`app.py\`.`,
    );
  }
  if (shared > installed) return pass();
  return fail(
    `\`${SECOND}\` shares ${shared} of its ${counted(second.length, 'layer')} with \`${FIRST}\`. That of \`pip install\` is number ${installed + 1}: it was made again. Which COPY before it brings in \`app.py\`? Build both images after you have mended that.`,
  );
}

/** Did the changed list lead to another installation? */
export async function checkThird(sandbox: SandboxView): Promise<Verdict> {
  const second = await sandbox.layers(SECOND);
  const third = await sandbox.layers(THIRD);
  if (second.length === 0) return missing(SECOND);
  if (third.length === 0) return missing(THIRD);
  const installed = dependencyIndex(third);
  if (installed === undefined) return notInstalled(THIRD, third);
  if (sharedCount(second, third) <= installed) return pass();
  return fail(
    `\`${THIRD}\` has the very \`pip install\` layer of \`${SECOND}\`, number ${installed + 1}. A new \`requirements.txt\` must come into the image before that step, or the builder can't see the change.`,
  );
}

function missing(name: string): Verdict {
  return fail(`Your engine has no image \`${name}\` yet.`);
}

function notInstalled(name: string, layers: readonly ImageLayer[]): Verdict {
  return fail(`\`${name}\` has ${counted(layers.length, 'layer')}, and \`pip install\` made none of them.`);
}
