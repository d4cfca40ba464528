import { fail, pass, type SandboxView, type Verdict } from '../../src/shared/exercise/index.ts';
import { counted } from '../counted.ts';
import { baseOf } from './base-of.ts';
import { missing } from './missing.ts';
import { RELEASE_IMAGE } from './names.ts';

const ENOUGH = 8;
const FEW = 5;

/** How many layers lie over the base? What the base is, only the Dockerfile says; how many layers that has, the registry does. */
export async function checkLayers(sandbox: SandboxView): Promise<Verdict> {
  const image = await sandbox.image(RELEASE_IMAGE);
  if (!image) return missing(sandbox, RELEASE_IMAGE);
  const base = baseOf((await sandbox.file('Dockerfile')) ?? '');
  if (base === undefined) {
    return fail(
      'Your `Dockerfile` in `~/capstone` does not say which image its last stage starts from: `FROM name:tag`.',
    );
  }
  const below = base === 'scratch' ? 0 : await layersOf(sandbox, base);
  if (below === undefined) {
    return fail(`The last stage starts from \`${base}\`, and no registry that your engine reaches has it.`);
  }
  const all = image.layers.length;
  if (all <= below) {
    return fail(
      `\`${RELEASE_IMAGE}\` has ${counted(all, 'layer')}, and \`${base}\` alone has ${below}. Build it again from the \`Dockerfile\` that lies in \`~/capstone\` now.`,
    );
  }
  const own = all - below;
  const figures = [{ label: 'Layers of its own', value: own }];
  if (own > ENOUGH) {
    return fail(
      `\`${RELEASE_IMAGE}\` has ${counted(own, 'layer')} of its own over the ${below} of \`${base}\`. At most ${ENOUGH} are asked for: bring less into the last stage, and make together what belongs together.`,
      figures,
    );
  }
  if (own > FEW) return pass({ points: 6, note: `${own} layers of its own. At most ${FEW} earn 10.`, figures });
  return pass({ points: 10, figures });
}

async function layersOf(sandbox: SandboxView, base: string): Promise<number | undefined> {
  const local = await sandbox.image(base);
  return local?.layers.length ?? (await sandbox.manifest(base))?.layers.length;
}
