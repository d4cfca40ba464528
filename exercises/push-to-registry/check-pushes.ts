import { fail, pass, type SandboxView, type Verdict } from '../../src/shared/exercise/index.ts';
import { counted } from '../counted.ts';
import { repositoryOf, short } from './place.ts';

/** Has the registry a first version? */
export async function checkFirst(sandbox: SandboxView): Promise<Verdict> {
  const repository = await repositoryOf(sandbox);
  const tags = await sandbox.registryTags(repository);
  if (tags.includes('1.0')) return pass();
  if (tags.length > 0) {
    return fail(`The registry has ${tags.map((tag) => `\`${tag}\``).join(', ')} of \`${repository}\`, but no \`1.0\`.`);
  }
  const local = (await sandbox.images()).flatMap((image) => image.tags);
  if (local.includes(`${repository}:1.0`)) {
    return fail(`\`${repository}:1.0\` is in your engine, and nowhere else. Push it.`);
  }
  const other = local.find((tag) => /(?:^|\/)menu:1\.0$/.test(tag));
  const have = other === undefined ? '' : ` Your engine has \`${other}\`, and that name does not lead there.`;
  return fail(`The registry has no \`${repository}:1.0\` yet.${have}`);
}

/** Is the second version another one, that shares with the first all layers but one? */
export async function checkSecond(sandbox: SandboxView): Promise<Verdict> {
  const repository = await repositoryOf(sandbox);
  const first = await sandbox.manifest(`${repository}:1.0`);
  const second = await sandbox.manifest(`${repository}:1.1`);
  if (!second) return fail(`The registry has no \`${repository}:1.1\` yet.`);
  if (!first) return fail(`The registry has \`1.1\`, but no \`1.0\` to compare it with.`);
  if (first.digest === second.digest) {
    return fail(
      `\`1.0\` and \`1.1\` are one image, ${short(first.digest)}. Change \`menu.txt\`, build again, and push.`,
    );
  }
  const old = new Set(first.layers.map(({ digest }) => digest));
  const sent = second.layers.filter(({ digest }) => !old.has(digest));
  const ofAll = `of the ${counted(second.layers.length, 'layer')} of \`1.1\``;
  if (sent.length === 0) {
    return fail(`All ${ofAll} are in \`1.0\` too: only settings differ. Change \`menu.txt\`, build again, and push.`);
  }
  if (sent.length === 1 && second.layers.length > 1) return pass();
  const bytes = sent.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  return fail(
    `${sent.length} ${ofAll} are not in \`1.0\`, so ${counted(bytes, 'byte')} were sent. A changed menu is 1 layer: keep \`FROM\` and the rest as they were.`,
  );
}
