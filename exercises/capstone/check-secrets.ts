import { fail, pass, type SandboxView, type Verdict } from '../../src/shared/exercise/index.ts';
import { counted } from '../counted.ts';
import { missing } from './missing.ts';
import { PATCH_IMAGE, RELEASE_IMAGE, SECRETS } from './names.ts';

/** A shorter value is a word that is found everywhere. */
const MIN_LENGTH = 8;

/** Is there still something in one of the images that nobody should read? */
export async function checkSecrets(sandbox: SandboxView): Promise<Verdict> {
  if (!(await sandbox.image(RELEASE_IMAGE))) return missing(sandbox, RELEASE_IMAGE);
  const secrets = [...new Set([...SECRETS, ...valuesIn((await sandbox.file('.env')) ?? '')])];
  const found: string[] = [];
  for (const reference of [RELEASE_IMAGE, PATCH_IMAGE]) found.push(...(await findIn(sandbox, reference, secrets)));
  const figures = [{ label: 'Secrets found', value: found.length }];
  const [first, ...rest] = found;
  if (first === undefined) return pass({ points: 20, figures });
  const more = rest.length === 0 ? '' : `, and in ${counted(rest.length, 'place')} more`;
  return fail(`Found a secret in ${first}${more}. Whoever pulls the image can read it.`, figures);
}

/** The values of `KEY=value` lines: whoever changed a secret must not lose the new one either. */
export function valuesIn(env: string): readonly string[] {
  return env
    .split(/\r?\n/)
    .flatMap((line) => /^\s*(?:export\s+)?\w+\s*=\s*(.+?)\s*$/.exec(line)?.[1] ?? [])
    .map((value) => value.replaceAll(/^["']|["']$/g, ''))
    .filter((value) => value.length >= MIN_LENGTH);
}

/** The places of an image where a secret is, in words. */
async function findIn(sandbox: SandboxView, reference: string, secrets: readonly string[]): Promise<readonly string[]> {
  const image = await sandbox.image(reference);
  if (!image) return [];
  const isLeak = (text: string) => secrets.some((secret) => text.includes(secret));
  const settings = image.env
    .filter(isLeak)
    .map((entry) => `the variable \`${entry.split('=')[0]}\` of \`${reference}\``);
  const labels = Object.entries(image.labels)
    .filter(([, value]) => isLeak(value))
    .map(([name]) => `the label \`${name}\` of \`${reference}\``);
  // A variable has its row in the history, and is told of once.
  const rows = (await sandbox.history(reference)).filter(
    ({ createdBy }) => isLeak(createdBy) && !/\bENV\b/.test(createdBy),
  );
  const history = rows.map(({ createdBy }) => `the history of \`${reference}\`, in a \`${wordOf(createdBy)}\` row`);
  const files = (await sandbox.findInLayers(reference, secrets.join('\n'))) ?? [];
  const layers = files.map((path) => `\`${path}\`, a file in a layer of \`${reference}\``);
  return [...settings, ...labels, ...history, ...layers];
}

function wordOf(createdBy: string): string {
  return /\b(?:ADD|ARG|CMD|COPY|ENTRYPOINT|HEALTHCHECK|LABEL)\b/.exec(createdBy)?.[0] ?? 'RUN';
}
