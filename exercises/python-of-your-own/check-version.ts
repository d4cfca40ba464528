import { fail, pass, type SandboxView, type Verdict } from '../../src/shared/exercise/index.ts';
import { pythonVersion } from './check-names.ts';
import { OWN } from './names.ts';

/** Does the file say what the image's own Python says of itself? */
export async function checkVersion(sandbox: SandboxView): Promise<Verdict> {
  const text = (await sandbox.file('version.txt'))?.trim();
  if (text === undefined) return fail('There is no `version.txt` in `~/python-of-your-own` yet.');
  if (text === '') {
    return fail(
      '`version.txt` is empty. Python alone, with no terminal, prints nothing: the command is `python3 --version`.',
    );
  }
  const own = await sandbox.image(OWN);
  if (!own)
    return fail(`\`version.txt\` says "${text.slice(0, 40)}", but there is no \`${OWN}\` that could have said it.`);
  const version = pythonVersion(own);
  if (version === undefined) return fail(`\`${OWN}\` states no \`PYTHON_VERSION\`: it is no Python image.`);
  if (text === `Python ${version}`) return pass();
  return fail(
    `\`version.txt\` says "${text.slice(0, 60)}". The Python in \`${OWN}\` says "Python" and its full version, in one line.`,
  );
}
