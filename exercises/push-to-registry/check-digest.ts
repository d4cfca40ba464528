import { fail, pass, type SandboxView, type Verdict } from '../../src/shared/exercise/index.ts';
import { repositoryOf, short } from './place.ts';

/** Is version 1.0 in the engine under its digest alone? */
export async function checkPulled(sandbox: SandboxView): Promise<Verdict> {
  const repository = await repositoryOf(sandbox);
  const digest = (await sandbox.manifest(`${repository}:1.0`))?.digest;
  if (digest === undefined) return fail(`The registry has no \`${repository}:1.0\` whose digest you could pull.`);
  const image = await sandbox.image(`${repository}@${digest}`);
  if (!image) {
    return fail(`Your engine has nothing under the digest of \`1.0\`, ${short(digest)}. Pull \`menu@sha256:…\` by it.`);
  }
  if (image.tags.length === 0) return pass();
  const tags = image.tags.map((tag) => `\`${tag}\``).join(', ');
  return fail(
    `Your engine knows that image as ${tags} as well. Remove it under every name first, then pull it by ${short(digest)}.`,
  );
}

/** Was `chalkboard` started by the digest, and not by a tag that may be moved? */
export async function checkBoard(sandbox: SandboxView): Promise<Verdict> {
  const repository = await repositoryOf(sandbox);
  const digest = (await sandbox.manifest(`${repository}:1.0`))?.digest;
  const board = await sandbox.container('chalkboard');
  if (!board) return fail('No container is named `chalkboard` yet.');
  if (digest === undefined) return fail(`\`chalkboard\` is there, but the registry has no \`${repository}:1.0\`.`);
  if (board.image === `${repository}@${digest}`) return pass();
  if (!board.image.includes('@')) {
    return fail(`\`chalkboard\` was started as \`${board.image}\`. A tag can be moved; name the image by its digest.`);
  }
  return fail(`\`chalkboard\` was started as \`${board.image}\`. The digest of \`1.0\` begins with ${short(digest)}.`);
}
