import { fail, type SandboxView, type Verdict } from '../../src/shared/exercise/index.ts';

/** Other exercises leave images of that name, too, but none with a version. */
const VERSION = /(?:^|\/)harbour:\d/;
const MAX_NAMED = 4;

/** What to say where the engine has no image of that name. */
export async function missing(sandbox: SandboxView, reference: string): Promise<Verdict> {
  const versions = (await sandbox.images()).flatMap(({ tags }) => tags).filter((tag) => VERSION.test(tag));
  const named = versions
    .toSorted()
    .slice(0, MAX_NAMED)
    .map((tag) => `\`${tag}\``);
  const has = named.length === 0 ? 'It has no version of `harbour`.' : `It has ${named.join(', ')}.`;
  return fail(`Your engine has no image \`${reference}\` yet. ${has}`);
}
