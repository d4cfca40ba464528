import { fail, pass, type SandboxView, type Verdict } from '../../src/shared/exercise/index.ts';
import { missing } from './missing.ts';
import { RELEASE_IMAGE } from './names.ts';

/** As whom does a container of the image run, where nobody says anything else? */
export async function checkUser(sandbox: SandboxView): Promise<Verdict> {
  const image = await sandbox.image(RELEASE_IMAGE);
  if (!image) return missing(sandbox, RELEASE_IMAGE);
  const [user = ''] = image.user.split(':');
  if (user === '') return fail(`\`${RELEASE_IMAGE}\` names no user, so its containers run as root, user 0.`);
  if (user === 'root' || /^0+$/.test(user)) {
    return fail(`\`${RELEASE_IMAGE}\` says \`USER ${image.user}\`, which is root. Name a user without rights.`);
  }
  if (/^\d+$/.test(user)) return pass({ points: 15, figures: [{ label: 'User', value: Number(user) }] });
  return pass({
    points: 12,
    note: `\`USER ${user}\` is a name. A number, such as 10001, earns 15: from a name Kubernetes can’t tell that it is not root.`,
  });
}
