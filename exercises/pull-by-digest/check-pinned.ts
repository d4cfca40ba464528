import { fail, pass, type SandboxView, type Verdict } from '../../src/shared/exercise/index.ts';

export const TAGGED = 'hello-world:latest';
export const CONTAINER = 'pinned';

const REPOSITORY = 'hello-world';
const DIGEST = /^sha256:[0-9a-f]{64}$/;

const short = (digest: string) => digest.slice(0, 'sha256:'.length + 12);

/** What the registry has under the tag; a text for the learner where it has nothing. */
async function digestOfTag(sandbox: SandboxView): Promise<string | undefined> {
  return (await sandbox.manifest(TAGGED))?.digest;
}

const NO_TAG = `The registry has no \`${TAGGED}\` to compare with.`;

/** Does `digest.txt` hold the digest that the tag leads to? The image's id and the digest of one platform are told apart. */
export async function checkDigest(sandbox: SandboxView): Promise<Verdict> {
  const text = (await sandbox.file('digest.txt'))?.trim();
  if (text === undefined) return fail('There is no `digest.txt` in `~/pull-by-digest` yet.');
  const digest = text.replace(/^.*@/, '');
  if (!DIGEST.test(digest)) {
    return fail(
      `A digest is \`sha256:\` and 64 hex digits. \`digest.txt\` holds "${text.slice(0, 40)}", ${text.length} characters.`,
    );
  }
  const wanted = await digestOfTag(sandbox);
  if (wanted === undefined) return fail(NO_TAG);
  if (digest === wanted) return pass();
  if ((await sandbox.image(TAGGED))?.id === digest) {
    return fail(
      `\`${short(digest)}…\` is the image's id, the digest of its config. No registry finds an image by that.`,
    );
  }
  const named = await sandbox.manifest(`${REPOSITORY}@${digest}`);
  if (named?.platforms.length === 1) {
    return fail(
      `\`${short(digest)}…\` names one image of the index, that for ${named.platforms[0]}. The tag leads to the index.`,
    );
  }
  return fail(`\`${short(digest)}…\` is not where \`${TAGGED}\` leads in the registry.`);
}

/** Is the image there that the tag's digest names, and by nothing but its digest? */
export async function checkPulled(sandbox: SandboxView): Promise<Verdict> {
  const wanted = await digestOfTag(sandbox);
  if (wanted === undefined) return fail(NO_TAG);
  const image = await sandbox.image(`${REPOSITORY}@${wanted}`);
  if (!image) return fail(`Your engine has nothing under \`${REPOSITORY}@${short(wanted)}…\` yet.`);
  if (image.tags.length === 0) return pass();
  const tags = image.tags.map((tag) => `\`${tag}\``).join(' and ');
  return fail(
    `Your engine has it, with the tag ${tags}. Take that off with \`docker rmi\`, the containers that use it first. Then pull by digest.`,
  );
}

/** Was the container started by the digest, and did it end well? */
export async function checkContainer(sandbox: SandboxView): Promise<Verdict> {
  const container = await sandbox.container(CONTAINER);
  if (!container) return fail(`Your engine has no container \`${CONTAINER}\`, running or not.`);
  const wanted = await digestOfTag(sandbox);
  if (wanted === undefined) return fail(NO_TAG);
  const [, digest] = container.image.split('@');
  if (digest === undefined) {
    return fail(
      `\`${CONTAINER}\` was started as \`${container.image.slice(0, 40)}\`. That is no digest: write \`${REPOSITORY}@sha256:…\`.`,
    );
  }
  if (digest !== wanted) {
    return fail(`\`${CONTAINER}\` was started from \`${short(digest)}…\`, and the tag leads to \`${short(wanted)}…\`.`);
  }
  if (container.isRemovedAtEnd) {
    return fail(`\`${CONTAINER}\` was started with \`--rm\`, so it goes when it ends. Leave that out.`);
  }
  if (container.state === 'running') {
    return fail(`\`${CONTAINER}\` is from the right digest, and has not ended yet: its state is "running".`);
  }
  if (container.state === 'exited' && container.exitCode === 0) return pass();
  return fail(
    `\`${CONTAINER}\` is from the right digest, but its state is "${container.state}", with exit code ${container.exitCode}.`,
  );
}
