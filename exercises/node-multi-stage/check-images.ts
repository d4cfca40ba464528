import { fail, type HistoryRow, pass, type SandboxView, type Verdict } from '../../src/shared/exercise/index.ts';
import { mb } from '../image-size.ts';
import { BUILD, HEAVY_BYTES, SHIPPED, TOOL } from './names.ts';

/** Was the program built in this image, by the step that the image's history tells of? */
export async function checkBuild(sandbox: SandboxView): Promise<Verdict> {
  const rows = await sandbox.history(BUILD);
  if (rows.length === 0) return fail(`Your engine has no image \`${BUILD}\` yet.`);
  if (rows.some(({ createdBy }) => /\bnpm (?:run|run-script) build\b|\bshipwright\b/.test(createdBy))) return pass();
  return fail(
    `\`${BUILD}\` is there, but none of the ${rows.length} rows of its history is \`npm run build\`. It is to be the stage that builds.`,
  );
}

/** Is what the image has over Node light, so that the tool is in none of its layers? */
export async function checkShip(sandbox: SandboxView): Promise<Verdict> {
  const rows = await sandbox.history(SHIPPED);
  if (rows.length === 0) return fail(`Your engine has no image \`${SHIPPED}\` yet.`);
  const own = ownRows(rows);
  if (own === undefined) return fail(`\`${SHIPPED}\` was not built from an image of \`node\`: 0 rows of it say so.`);
  const bytes = own.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  if (bytes < HEAVY_BYTES) return pass();
  const heaviest = own.toSorted((one, other) => other.sizeBytes - one.sizeBytes)[0];
  return fail(
    `\`${SHIPPED}\` has ${mb(bytes)} over Node, ${mb(heaviest?.sizeBytes ?? 0)} of them from \`${shortened(heaviest?.createdBy ?? '')}\`. \`${TOOL}\` is still in a layer: install anew in the last stage, with \`--omit=dev\`.`,
  );
}

/** What came over the base, newest first: all above the row with which an image of Node ends. */
function ownRows(rows: readonly HistoryRow[]): readonly HistoryRow[] | undefined {
  const end = rows.findLastIndex(({ createdBy }) => /CMD \["node"\]/.test(createdBy));
  return end === -1 ? undefined : rows.slice(0, end);
}

function shortened(createdBy: string): string {
  return createdBy
    .replace(/^(?:RUN )?\/bin\/sh -c /, 'RUN ')
    .replace(/ # buildkit$/, '')
    .replaceAll('`', "'")
    .slice(0, 60);
}
