import { fail, pass, type SandboxView, type Verdict } from '../../src/shared/exercise/index.ts';
import { counted } from '../counted.ts';
import { BASE, FIRST, NEXT, type Release, TOKEN } from './charts.ts';

const RELEASES = [FIRST, NEXT];
/** The newest row of the base in the history: the stand-in's, or the public image's only one. */
const BASE_ROW = /CMD \["sh"\]|^BusyBox /;
const SCRIPT = 'fetch-charts';
/** The script may be in the image: as it was copied, and once more if a RUN changed its permissions. */
const SCRIPT_COPIES = 2;

/** Is no token in what `docker history` and `docker image inspect` tell? */
export async function checkSettings(sandbox: SandboxView): Promise<Verdict> {
  return inEachImage(sandbox, async ({ image: name }) => {
    const rows = await sandbox.history(name);
    const row = rows.findIndex(({ createdBy }) => TOKEN.test(createdBy));
    if (row !== -1) {
      return `Row ${row + 1} of \`docker history --no-trunc ${name}\` shows the token: \`${TOKEN.exec(rows[row]?.createdBy ?? '')?.[0]}\`. Build arguments are written down there.`;
    }
    const image = await sandbox.image(name);
    const setting = [...(image?.env ?? []), ...Object.values(image?.labels ?? {}), ...(image?.cmd ?? [])].find((text) =>
      TOKEN.test(text),
    );
    if (setting !== undefined)
      return `\`docker image inspect ${name}\` shows the token, in \`${setting.slice(0, 80)}\`.`;
    return undefined;
  });
}

/**
 * Is nothing in the layers but the charts, and the script where it was copied? Deleted files count as long as a layer below has them, so it is
 * the layers' sizes that are asked, and not the files that a container shows.
 */
export async function checkLayers(sandbox: SandboxView): Promise<Verdict> {
  return inEachImage(sandbox, async ({ image: name, port, tokenFile }) => {
    const rows = await sandbox.history(name);
    const baseEnd = rows.findLastIndex(({ createdBy }) => BASE_ROW.test(createdBy));
    if (baseEnd === -1) return `\`${name}\` was not built from \`${BASE}\`.`;
    const own = rows.slice(0, baseEnd).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);

    const charts = (await sandbox.http(port, '/charts.txt'))?.body.length;
    if (charts === undefined)
      return `Nothing serves \`/charts.txt\` on port ${port}, so \`${name}\` can't be weighed yet.`;
    const script = (await sandbox.fileInfo(SCRIPT))?.sizeBytes ?? 0;
    const left = own - charts;
    const copies = script === 0 ? 0 : Math.min(SCRIPT_COPIES, Math.max(0, Math.floor(left / script)));
    const rest = left - copies * script;
    if (rest === 0) return undefined;
    const token = (await sandbox.fileInfo(tokenFile))?.sizeBytes ?? 0;
    const hint =
      rest === token ? `As many has \`${tokenFile}\`.` : 'A file that was deleted later is still in its layer.';
    const explained = copies === 0 ? 'the charts' : `the charts and \`${SCRIPT}\``;
    return `The layers of \`${name}\` hold ${counted(own, 'byte')} over \`${BASE}\`. ${own - rest} are ${explained}; ${rest} are something else. ${hint}`;
  });
}

/** Looks through those of the two images that there are: one at least. */
async function inEachImage(
  sandbox: SandboxView,
  whatIsWrong: (release: Release) => Promise<string | undefined>,
): Promise<Verdict> {
  let found = 0;
  for (const release of RELEASES) {
    if (!(await sandbox.image(release.image))) continue;
    found += 1;
    const reason = await whatIsWrong(release);
    if (reason !== undefined) return fail(reason);
  }
  return found === 0 ? fail(`There is no image \`${FIRST.image}\` to look through yet.`) : pass();
}
