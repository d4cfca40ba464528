import { fail, pass, type SandboxView, type Verdict } from '../../src/shared/exercise/index.ts';
import { IDENTIFIED, INDEX_OF } from './names.ts';
import { sha256 } from './sha256.ts';

/** What a JSON document of an image is, by its fields. */
type DocumentKind = 'index' | 'manifest' | 'config' | 'inspect' | 'list of files' | 'other';

function kindOf(text: string): DocumentKind {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return 'other';
  }
  const value: unknown = Array.isArray(parsed) ? parsed[0] : parsed;
  const has = (field: string) => typeof value === 'object' && value !== null && field in value;
  if (has('manifests')) return 'index';
  if (has('layers')) return 'manifest';
  if (has('rootfs')) return 'config';
  if (has('RootFS')) return 'inspect';
  return has('Config') ? 'list of files' : 'other';
}

const short = (digest: string) => digest.slice(0, 'sha256:'.length + 12);

/** Says of a file that hashes to something else what it seems to be; `undefined` where that is no help. */
function sameButPrintedAnew(text: string, wanted: string): string | undefined {
  if (sha256(text.trimEnd()) === wanted) return 'Without the line end behind its last character it would be right.';
  try {
    if (sha256(JSON.stringify(JSON.parse(text))) === wanted) {
      return 'It says the same, but was printed anew, with other spaces: every byte counts.';
    }
  } catch {
    return undefined;
  }
  return undefined;
}

/** Is `index.json` what the digest of the tag names, byte for byte? */
export async function checkIndex(sandbox: SandboxView): Promise<Verdict> {
  const text = await sandbox.file('index.json');
  if (text === undefined) return fail('There is no `index.json` in `~/hash-it-yourself` yet.');
  if (text.trim() === '') return fail('`index.json` is there, but it has 0 characters.');
  const manifest = await sandbox.manifest(INDEX_OF);
  if (!manifest) return fail(`The registry has no \`${INDEX_OF}\` to compare \`index.json\` with.`);

  const hash = sha256(text);
  if (hash === manifest.digest) return pass();
  const figures = `\`index.json\` hashes to \`${short(hash)}…\`, and the digest of \`${INDEX_OF}\` is \`${short(manifest.digest)}…\`.`;
  const why = sameButPrintedAnew(text, manifest.digest);
  if (why) return fail(`${figures} ${why}`);
  const kind = kindOf(text);
  if (kind === 'index') return fail(`${figures} It is an index, but was printed anew: every space counts.`);
  if (kind === 'manifest') return fail(`${figures} It is the manifest of one platform. The tag leads to the index.`);
  if (kind === 'inspect') {
    return fail(`${figures} What \`docker image inspect\` prints is a report about the image, and nobody hashes that.`);
  }
  return fail(`${figures} Save what the registry has under the tag, raw.`);
}

/** Is `identity.json` the document whose SHA-256 is the image's id? In the classic image store it is the config, in containerd's the index or manifest. */
export async function checkIdentity(sandbox: SandboxView): Promise<Verdict> {
  const text = await sandbox.file('identity.json');
  if (text === undefined) return fail('There is no `identity.json` in `~/hash-it-yourself` yet.');
  if (text.trim() === '') return fail('`identity.json` is there, but it has 0 characters.');
  const image = await sandbox.image(IDENTIFIED);
  if (!image) return fail(`Your engine has no \`${IDENTIFIED}\` to compare \`identity.json\` with.`);

  const hash = sha256(text);
  if (hash === image.id) return pass();
  const figures = `\`identity.json\` hashes to \`${short(hash)}…\`, and the id of \`${IDENTIFIED}\` is \`${short(image.id)}…\`.`;
  const why = sameButPrintedAnew(text, image.id);
  if (why) return fail(`${figures} ${why}`);
  switch (kindOf(text)) {
    case 'inspect':
      return fail(
        `${figures} What \`docker image inspect\` prints is a report. Unpack the image and look for the config.`,
      );
    case 'list of files':
      return fail(`${figures} This is \`manifest.json\` of the archive. It says under \`Config\` which file you need.`);
    case 'manifest':
    case 'index':
      return fail(`${figures} This document names the one that you need; it is not that one.`);
    default:
      return fail(`${figures} Look for the file in the archive that has the id as its name.`);
  }
}
