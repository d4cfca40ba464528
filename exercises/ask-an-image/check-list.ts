import { fail, pass, type SandboxView, type Verdict } from '../../src/shared/exercise/index.ts';
import { counted } from '../counted.ts';
import { DISTROLESS_PREFIX, LATEST, LIST, NONROOT } from './names.ts';

/** Does the file name all distroless images of the engine, and nothing else, in whatever order? */
export async function checkList(sandbox: SandboxView): Promise<Verdict> {
  const names = (await sandbox.images()).flatMap(({ tags }) => tags).filter((tag) => tag.startsWith(DISTROLESS_PREFIX));
  for (const reference of [NONROOT, LATEST]) {
    if (!names.includes(reference)) return fail(`Your engine has no \`${reference}\` yet, and the list is to have it.`);
  }
  const text = await sandbox.file(LIST);
  if (text === undefined) return fail(`There is no \`${LIST}\` in \`~/ask-an-image\` yet.`);
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  if (lines.some((line) => line.startsWith('REPOSITORY'))) {
    return fail(
      `\`${LIST}\` has the table with its heading. With \`--format\` and no \`table\` in it there is only what you ask for.`,
    );
  }
  const strange = lines.filter((line) => !names.includes(line));
  if (strange.length > 0) {
    return fail(
      `${counted(strange.length, 'line')} of \`${LIST}\` should not be there: "${strange[0]?.slice(0, 60)}". Expected is \`repository:tag\` of distroless images alone.`,
    );
  }
  const missing = names.filter((name) => !lines.includes(name));
  if (missing.length > 0) {
    return fail(`\`${LIST}\` has ${lines.length} of ${counted(names.length, 'name')}. Missing: \`${missing[0]}\`.`);
  }
  return pass();
}
