import { fail, type ImageView, pass, type SandboxView, type Verdict } from '../../src/shared/exercise/index.ts';
import { counted } from '../counted.ts';
import { shortId } from '../short-id.ts';
import { BEFORE, CANDIDATE, RELEASE, REVISION_LABEL, VERSION_LABEL } from './names.ts';

/** As many digits of a commit as Git shows at least. */
const MIN_COMMIT_DIGITS = 7;

/** An image's id as `docker images` shows it. */
const short = ({ id }: ImageView) => `\`${shortId(id)}\``;

interface Release {
  readonly kind: 'release';
  readonly image: ImageView;
  readonly before: ImageView;
}

/** The new version, where it is one; what is wrong with it, where not. */
async function findRelease(sandbox: SandboxView): Promise<Release | Verdict> {
  const before = await sandbox.image(BEFORE);
  if (!before) return fail(`Your engine has no \`${BEFORE}\`. Run \`sh history.sh\` in \`~/release-1-4-2\` first.`);
  const image = await sandbox.image(RELEASE);
  if (!image) return fail(`Your engine has no image \`${RELEASE}\` yet.`);
  // Where the old name was moved as well, that is told by the task that asks for it.
  if (before.labels[VERSION_LABEL] === '1.4.1') {
    if (image.id === before.id)
      return fail(`\`${RELEASE}\` and \`${BEFORE}\` are one image, ${short(image)}. Build the fix.`);
    if (image.layers.join() === before.layers.join()) {
      return fail(
        `\`${RELEASE}\` is ${short(image)}, but its files are those of \`${BEFORE}\`, with the mistake in them.`,
      );
    }
  }
  const candidate = await sandbox.image(CANDIDATE);
  if (image.layers.join() === candidate?.layers.join()) {
    return fail(`\`${RELEASE}\` has the files of \`${CANDIDATE}\`. Go back to the branch \`main\` and build there.`);
  }
  return { kind: 'release', image, before };
}

/** Was the fix built, and does the image say which version it is? */
export async function checkRelease(sandbox: SandboxView): Promise<Verdict> {
  const found = await findRelease(sandbox);
  if (found.kind !== 'release') return found;
  const version = found.image.labels[VERSION_LABEL];
  if (version === '1.4.2') return pass();
  return fail(
    `\`${RELEASE}\` says of itself that it is version "${version ?? ''}". The Dockerfile takes the build argument \`VERSION\`.`,
  );
}

/** Do the tags of the series lead to it, and does the version before keep its own? */
export async function checkSeries(sandbox: SandboxView): Promise<Verdict> {
  const found = await findRelease(sandbox);
  if (found.kind !== 'release') return found;
  const { image, before } = found;
  if (before.labels[VERSION_LABEL] !== '1.4.1') {
    return fail(
      `\`${BEFORE}\` leads to version "${before.labels[VERSION_LABEL] ?? ''}". A full version never moves. \`sh history.sh\` starts over.`,
    );
  }
  return leadTo(sandbox, ['depot:1.4', 'depot:1'], image);
}

export async function checkLatest(sandbox: SandboxView): Promise<Verdict> {
  const found = await findRelease(sandbox);
  if (found.kind !== 'release') return found;
  const latest = await sandbox.image('depot:latest');
  if (latest && latest.id === (await sandbox.image(CANDIDATE))?.id) {
    return fail(
      `\`depot:latest\` is ${short(latest)}, the release candidate 2.0.0-rc.1. Who asks for no version should not get that.`,
    );
  }
  return leadTo(sandbox, ['depot:latest'], found.image);
}

/** The commit that is checked out; `undefined` before there is one. */
async function headCommit(sandbox: SandboxView): Promise<string | undefined> {
  const head = (await sandbox.file('.git/HEAD'))?.trim();
  const ref = head && /^ref: (.+)$/.exec(head)?.[1];
  return ref ? (await sandbox.file(`.git/${ref}`))?.trim() : head;
}

/** Does the image lead back to its commit, by a label and by a tag? */
export async function checkCommit(sandbox: SandboxView): Promise<Verdict> {
  const found = await findRelease(sandbox);
  if (found.kind !== 'release') return found;
  const commit = await headCommit(sandbox);
  if (commit === undefined) return fail('`~/release-1-4-2` holds no Git repository yet. Run `sh history.sh` there.');
  const revision = found.image.labels[REVISION_LABEL] ?? '';
  if (revision.length < MIN_COMMIT_DIGITS || !commit.startsWith(revision)) {
    return fail(
      `\`${RELEASE}\` names "${revision.slice(0, 12)}" as its revision, and the commit is \`${commit.slice(0, 12)}\`. The build argument is \`REVISION\`.`,
    );
  }
  const tags = found.image.tags.map((tag) => tag.slice(tag.lastIndexOf(':') + 1));
  if (tags.some((tag) => tag.length >= MIN_COMMIT_DIGITS && commit.startsWith(tag))) return pass();
  return fail(
    `\`${RELEASE}\` has ${counted(tags.length, 'tag')}, and none is the beginning of the commit, \`${commit.slice(0, MIN_COMMIT_DIGITS)}\`.`,
  );
}

/** Is what runs in staging and in production the very image? */
export async function checkPromoted(sandbox: SandboxView): Promise<Verdict> {
  const found = await findRelease(sandbox);
  if (found.kind !== 'release') return found;
  const { image, before } = found;
  for (const name of ['depot:staging', 'depot:production']) {
    const led = await sandbox.image(name);
    if (!led) return fail(`Your engine has no \`${name}\`. It should be \`${RELEASE}\`, ${short(image)}.`);
    if (led.id === image.id) continue;
    if (led.id === before.id) return fail(`\`${name}\` is still \`${BEFORE}\`, ${short(led)}.`);
    const isOfTheSameCommit = [VERSION_LABEL, REVISION_LABEL].every(
      (label) => led.labels[label] === image.labels[label],
    );
    if (isOfTheSameCommit) {
      return fail(
        `\`${name}\` is of the same commit as \`${RELEASE}\`, but is ${short(led)} and not ${short(image)}: it was built once more. Promote by a tag.`,
      );
    }
    return fail(`\`${name}\` is ${short(led)}, and \`${RELEASE}\` is ${short(image)}.`);
  }
  return pass();
}

async function leadTo(sandbox: SandboxView, names: readonly string[], image: ImageView): Promise<Verdict> {
  for (const name of names) {
    const led = await sandbox.image(name);
    if (!led) return fail(`Your engine has no \`${name}\`. It should lead to \`${RELEASE}\`, ${short(image)}.`);
    if (led.id !== image.id) {
      const version = led.labels[VERSION_LABEL] ?? '';
      return fail(`\`${name}\` leads to version "${version}", ${short(led)}, and \`${RELEASE}\` is ${short(image)}.`);
    }
  }
  return pass();
}
