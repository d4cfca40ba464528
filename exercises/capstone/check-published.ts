import { fail, pass, type SandboxView, type Verdict } from '../../src/shared/exercise/index.ts';
import { missing } from './missing.ts';
import { PATCH, PATCH_IMAGE } from './names.ts';

/** What else leads to the same image, so that who asks for less gets the newest. */
const MOVING_TAGS = ['2.0', '2'];
const POINTS_EACH = 2;

/** Can others pull it, under which tags? */
export async function checkPublished(sandbox: SandboxView): Promise<Verdict> {
  const image = await sandbox.image(PATCH_IMAGE);
  if (!image) return missing(sandbox, PATCH_IMAGE);
  const account = await sandbox.account();
  const repository = account === undefined ? ownRegistry(image.tags) : `registry.internal/${account}/harbour`;
  if (repository === undefined) {
    return fail(
      `On your own machine there is no course registry. Run one with \`registry:2\` on port 5000, and push \`localhost:5000/harbour:${PATCH}\` to it.`,
    );
  }
  const manifest = await sandbox.manifest(`${repository}:${PATCH}`);
  if (!manifest) {
    const pushed = await sandbox.registryTags(repository);
    const tags = pushed
      .slice(0, 4)
      .map((tag) => `\`${tag}\``)
      .join(', ');
    return fail(
      `The registry should have \`${repository}:${PATCH}\`. Of \`${repository}\` it has ${tags || 'nothing yet'}.`,
    );
  }
  if (!image.tags.includes(`${repository}:${PATCH}`) || manifest.layers.length !== image.layers.length) {
    return fail(
      `\`${repository}:${PATCH}\` is not the \`${PATCH_IMAGE}\` that you have now. Tag that one, and push it again.`,
    );
  }
  const moving = await Promise.all(MOVING_TAGS.map((tag) => sandbox.manifest(`${repository}:${tag}`)));
  const lacking = MOVING_TAGS.filter((_, index) => moving[index]?.digest !== manifest.digest);
  const points = 10 - POINTS_EACH * lacking.length;
  const figures = [{ label: 'Tags published', value: 1 + MOVING_TAGS.length - lacking.length }];
  if (lacking.length === 0) return pass({ points, figures });
  const tags = lacking.map((tag) => `\`${tag}\``).join(' and ');
  return pass({ points, note: `${tags} should lead to the same image: ${POINTS_EACH} points each.`, figures });
}

/** The repository of an image that was tagged for a registry on the same machine. */
function ownRegistry(tags: readonly string[]): string | undefined {
  const tag = tags.find((each) => /^(?:localhost|127\.0\.0\.1):\d+\/(?:.+\/)?harbour:/.test(each));
  return tag?.slice(0, tag.lastIndexOf(':'));
}
