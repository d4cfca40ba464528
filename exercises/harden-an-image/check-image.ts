import { fail, type ImageView, pass, type SandboxView, type Verdict } from '../../src/shared/exercise/index.ts';
import { baseOf } from './base-of.ts';
import { HARD, SOFT, TOKEN } from './names.ts';

const MB_BYTES = 1_000_000;

/** A check of the hardened image, which has to be there first. */
function ofHard(check: (sandbox: SandboxView, image: ImageView) => Promise<Verdict> | Verdict) {
  return async (sandbox: SandboxView): Promise<Verdict> => {
    const image = await sandbox.image(HARD);
    if (image) return check(sandbox, image);
    const instead = (await sandbox.image(SOFT)) ? ` It has \`${SOFT}\`: build your own beside it.` : '';
    return fail(`Your engine has no image \`${HARD}\` yet.${instead}`);
  };
}

const shownMb = (sizeBytes: number) => `${Number((sizeBytes / MB_BYTES).toPrecision(3))} MB`;

/** At most half of what it was: a fraction of the programs, too. */
export const checkSmall = ofHard(async (sandbox, image) => {
  const soft = await sandbox.image(SOFT);
  if (!soft)
    return fail(`There is no \`${SOFT}\` to compare with. Build the \`Dockerfile\` as it came, under that name.`);
  const sizes = `\`${HARD}\` has ${shownMb(image.sizeBytes)}, \`${SOFT}\` ${shownMb(soft.sizeBytes)}`;
  if (image.sizeBytes * 2 <= soft.sizeBytes) return pass();
  if (image.id === soft.id) return fail(`\`${HARD}\` and \`${SOFT}\` are one image, with ${shownMb(image.sizeBytes)}.`);
  return fail(`${sizes}. Half of that is asked for, and most of it is the base: does a kiosk need a compiler?`);
});

/** Does the Dockerfile name its base by a digest, one that the registry has, and was the image made from it? */
export const checkPinned = ofHard(async (sandbox, image) => {
  const text = await sandbox.file('Dockerfile');
  const base = text === undefined ? undefined : baseOf(text);
  if (!base) return fail('There is no `Dockerfile` with a `FROM` in `~/harden-an-image`.');
  if (base.digest === undefined) {
    return fail(`\`FROM ${base.name}\` names a tag, and a tag can be moved. Add \`@sha256:…\`, the base’s digest.`);
  }
  const repository = base.name.replace(/:[^:/]+$/, '');
  if (!(await sandbox.manifest(`${repository}@${base.digest}`))) {
    return fail(
      `The registry has nothing under \`${repository}@${base.digest.slice(0, 19)}\`. Take the digest from it.`,
    );
  }
  const pulled = await sandbox.image(`${repository}@${base.digest}`);
  if (pulled && !pulled.layers.every((layer, index) => layer === image.layers[index])) {
    return fail(`\`${HARD}\` was not built from \`${base.name}\` with this digest. Build it again.`);
  }
  return pass();
});

/** Is the token in no setting, in no row of the history, and in no file of any layer? */
export const checkSecret = ofHard(async (sandbox, image) => {
  const set = image.env.find((each) => each.includes(TOKEN));
  if (set !== undefined) {
    return fail(
      `Whoever has \`${HARD}\` reads \`${set}\` in it. Take it out of the image; the token comes at the start.`,
    );
  }
  const row = (await sandbox.history(HARD)).find(({ createdBy }) => createdBy.includes(TOKEN));
  if (row) {
    return fail(
      `The setting is gone, but \`docker history\` of \`${HARD}\` still shows \`${row.createdBy.slice(0, 60)}\`. The line must not be there at all.`,
    );
  }
  // Where layers can't be looked into, settings and history have to do.
  const [file] = (await sandbox.findInLayers(HARD, TOKEN)) ?? [];
  if (file !== undefined) {
    return fail(
      `The token stands in a file of \`${HARD}\`: \`${file}\`. Copy only what the kiosk needs, or take it out there.`,
    );
  }
  return pass();
});

/** Does a container run as somebody who is not root, by number? */
export const checkUser = ofHard((_, { user }) => {
  const [name = ''] = user.split(':');
  if (name === '') return fail(`\`${HARD}\` names no user, so its containers run as root, user 0.`);
  if (name === 'root' || /^0+$/.test(name)) return fail(`\`USER ${user}\` is root.`);
  if (/^\d+$/.test(name)) return pass();
  return fail(
    `\`USER ${user}\` is not root. But only a number can be checked without looking into the image, as Kubernetes does: write \`USER 10001\`, for example.`,
  );
});

/** Is the command started by itself, and not by a shell? */
export const checkCommand = ofHard((_, { entrypoint, cmd }) => {
  const command = [...entrypoint, ...cmd];
  if (command.length === 0) return fail(`\`${HARD}\` has no command at all.`);
  if (/(?:^|\/)(?:ba|da|a)?sh$/.test(command[0] ?? '') && command[1] === '-c') {
    return fail(
      `\`${HARD}\` starts \`${command.slice(0, 2).join(' ')}\` and only in it \`${command.at(-1)?.slice(0, 60)}\`. Write the command as a list, in brackets.`,
    );
  }
  return pass();
});

const LABELS = ['org.opencontainers.image.source', 'org.opencontainers.image.version'];

/** Does the image say where it comes from and which version it is? */
export const checkLabels = ofHard((_, { labels }) => {
  const missing = LABELS.filter((label) => (labels[label] ?? '').trim() === '');
  if (missing.length > 0) {
    const own = Object.keys(labels).filter((label) => !label.startsWith('drydock.'));
    const have =
      own.length === 0
        ? ''
        : ` It has ${own
            .slice(0, 3)
            .map((label) => `\`${label}\``)
            .join(', ')}.`;
    return fail(`\`${HARD}\` lacks ${missing.map((label) => `\`${label}\``).join(' and ')}.${have}`);
  }
  const [source = '', version = ''] = LABELS.map((label) => labels[label] ?? '');
  if (!URL.canParse(source)) return fail(`\`${LABELS[0]}\` should be a web address. It is \`${source.slice(0, 60)}\`.`);
  if (version !== '2.0') return fail(`\`${LABELS[1]}\` says \`${version.slice(0, 30)}\`, and the tag says \`2.0\`.`);
  return pass();
});
