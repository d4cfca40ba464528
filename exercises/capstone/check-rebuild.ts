import {
  fail,
  type HistoryRow,
  type ImageLayer,
  pass,
  type SandboxView,
  type Verdict,
} from '../../src/shared/exercise/index.ts';
import { counted } from '../counted.ts';
import { missing } from './missing.ts';
import { PATCH_IMAGE, RELEASE_IMAGE } from './names.ts';

/** The file that has changed, and what little has to come after it. */
const ENOUGH = 3;

/** What had to be made anew for one changed line? The two images' layers say it. */
export async function checkRebuild(sandbox: SandboxView): Promise<Verdict> {
  if (!(await sandbox.image(RELEASE_IMAGE))) return missing(sandbox, RELEASE_IMAGE);
  if (!(await sandbox.image(PATCH_IMAGE))) return missing(sandbox, PATCH_IMAGE);
  const before = await sandbox.layers(RELEASE_IMAGE);
  const after = await sandbox.layers(PATCH_IMAGE);
  const kept = countKept(before, after);
  const anew = after.slice(kept);
  if (anew.length === 0) {
    return fail(
      `\`${PATCH_IMAGE}\` has the same ${counted(after.length, 'layer')} as \`${RELEASE_IMAGE}\`. Change \`VERSION\` in \`app.py\`, then build it.`,
    );
  }
  if (kept === 0) return fail(`\`${PATCH_IMAGE}\` and \`${RELEASE_IMAGE}\` share no layer: they start from two bases.`);
  const seconds = secondsFor(await sandbox.history(PATCH_IMAGE), anew);
  const figures = [
    { label: 'Layers made anew', value: anew.length },
    {
      label: 'Made anew',
      value: Math.round(anew.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) / 100) / 10,
      unit: 'kB',
    },
    ...(seconds === undefined ? [] : [{ label: 'Rebuild', value: seconds, unit: 's' }]),
  ];
  const took = seconds === undefined || seconds < 2 ? '' : `, in about ${seconds} s`;
  const summary = `${anew.length} of ${counted(after.length, 'layer')} were made anew for one line${took}`;
  const run = anew.find(({ createdBy }) => isRun(createdBy));
  if (run) {
    return fail(`${summary}. \`${wordsOf(run.createdBy)}\` is among them: copy \`app.py\` after it.`, figures);
  }
  if (anew.length > ENOUGH) return fail(`${summary}. Let what changes most come last.`, figures);
  if (anew.length > 1) return pass({ points: 10, note: `${summary}. A single one earns 15.`, figures });
  return pass({ points: 15, figures });
}

/** How many layers, from the base up, are the same. */
export function countKept(before: readonly ImageLayer[], after: readonly ImageLayer[]): number {
  const differs = after.findIndex(({ digest }, index) => digest !== before[index]?.digest);
  return differs === -1 ? after.length : differs;
}

/** From the end of the first step that was carried out again to the end of the last. */
function secondsFor(history: readonly HistoryRow[], anew: readonly ImageLayer[]): number | undefined {
  const first = history.findLast(({ createdBy }) => createdBy === anew[0]?.createdBy)?.createdAt;
  const last = history[0]?.createdAt;
  if (first === undefined || last === undefined) return undefined;
  return Math.max(0, Math.round((Date.parse(last) - Date.parse(first)) / 1_000));
}

function isRun(createdBy: string): boolean {
  return /^RUN\b/.test(createdBy) || /^(?:\|\d+ .*)?\/bin\/sh -c (?!#\(nop\))/.test(createdBy);
}

function wordsOf(createdBy: string): string {
  const words = createdBy.replace(/^(?:RUN )?(?:\|\d+ .*?)?\/bin\/sh -c /, 'RUN ').replaceAll('`', "'");
  return words.replace(/\s*# buildkit$/, '').slice(0, 60);
}
