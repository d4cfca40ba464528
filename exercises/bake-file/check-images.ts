import { fail, type ImageView, pass, type SandboxView, type Verdict } from '../../src/shared/exercise/index.ts';
import { whatIsWrongWithTheVariable } from './check-bake-file.ts';
import { FIRST, IMAGES, NEXT, TITLE_LABEL, VERSION_LABEL } from './names.ts';

async function whatIsWrongWith(sandbox: SandboxView, version: string): Promise<string | undefined> {
  const missing: string[] = [];
  for (const title of IMAGES) {
    const name = `harbour/${title}:${version}`;
    const image = await sandbox.image(name);
    const wrong = image ? wrongLabels(name, image, title, version) : undefined;
    if (wrong !== undefined) return wrong;
    if (!image) missing.push(`\`${name}\``);
  }
  if (missing.length === 0) return undefined;
  return `Your engine does not have ${missing.join(' and ')} yet.${await whatTheBakeSaid(sandbox)}`;
}

function wrongLabels(name: string, { labels }: ImageView, title: string, version: string): string | undefined {
  if (labels[TITLE_LABEL] !== title) {
    const is = labels[TITLE_LABEL] === undefined ? 'without a title' : `the stage \`${labels[TITLE_LABEL]}\``;
    return `\`${name}\` is ${is}. Without \`target = "${title}"\` an image is the last stage of the \`Dockerfile\`.`;
  }
  const labelled = labels[VERSION_LABEL] ?? 'none';
  if (labelled === version) return undefined;
  return `\`${name}\` says inside that its version is \`${labelled}\`. The \`Dockerfile\` has \`ARG VERSION\`: pass it on with \`args\`, and build.`;
}

/** A file can have all its targets and still be none that bake can read. */
async function whatTheBakeSaid(sandbox: SandboxView): Promise<string> {
  const last = (await sandbox.commands()).findLast(({ text }) => /\bbuildx\s+bake\b/.test(text));
  if (!last?.exitCode) return '';
  return ` \`docker buildx bake\` ended with ${last.exitCode}: its error names the line of \`docker-bake.hcl\`. Write each setting on a line of its own.`;
}

/** Are both images there in the first version, each from its stage and told of its version? */
export async function checkFirst(sandbox: SandboxView): Promise<Verdict> {
  const wrong = await whatIsWrongWith(sandbox, FIRST);
  return wrong === undefined ? pass() : fail(wrong);
}

/** Is `latest` a name of the newest of the site's images? */
export async function checkLatest(sandbox: SandboxView): Promise<Verdict> {
  const latest = await sandbox.image('harbour/site:latest');
  if (!latest) return fail('Your engine has no `harbour/site:latest` yet. One target can have several tags.');
  const wrong = wrongLabels('harbour/site:latest', latest, 'site', NEXT);
  const newest = await sandbox.image(`harbour/site:${NEXT}`);
  if (!newest)
    return fail(`\`harbour/site:latest\` is there, but there is no \`harbour/site:${NEXT}\` yet for it to lead to.`);
  if (wrong !== undefined) return fail(wrong);
  if (latest.id === newest.id) return pass();
  return fail(
    `\`harbour/site:latest\` and \`harbour/site:${NEXT}\` are two images. Give both names in one \`tags\` list.`,
  );
}

/** Are both images there in the next version, from the same file? */
export async function checkNext(sandbox: SandboxView): Promise<Verdict> {
  const wrong = (await whatIsWrongWith(sandbox, NEXT)) ?? (await whatIsWrongWithTheVariable(sandbox));
  return wrong === undefined ? pass() : fail(wrong);
}
