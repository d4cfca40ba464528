import { fail, pass, type SandboxView, type Verdict } from '../../src/shared/exercise/index.ts';
import { counted } from '../counted.ts';
import { copyDestinations, readInstructions } from './dockerfile.ts';
import { BASE, WEB_ROOT } from './names.ts';

/** Instructions in whose arguments a `#` is nearly always meant as a comment. */
const NO_HASH_IN: ReadonlySet<string> = new Set(['FROM', 'COPY', 'WORKDIR', 'EXPOSE']);

/** Does `~/web-app/Dockerfile` start from the base and copy into the folder that nginx serves? */
export async function checkDockerfile(sandbox: SandboxView): Promise<Verdict> {
  const text = await sandbox.file('Dockerfile');
  if (text === undefined) return fail('There is no `Dockerfile` in `~/web-app` yet.');
  const instructions = readInstructions(text);
  if (instructions.length === 0) return fail('Your `Dockerfile` has 0 instructions so far.');

  const trailing = instructions.find(({ keyword, rest }) => NO_HASH_IN.has(keyword) && / #/.test(rest));
  if (trailing) {
    return fail(
      `Line ${trailing.line}: \`#\` starts a comment only at the beginning of a line. Here it is read as part of ${trailing.keyword}.`,
    );
  }
  const from = instructions.findLast(({ keyword }) => keyword === 'FROM');
  if (!from) return fail(`No FROM in ${counted(instructions.length, 'instruction')}. Begin with \`FROM ${BASE}\`.`);
  const base = from.rest.replace(/^(?:--\S+\s+)+/, '').split(' ')[0];
  if (base !== BASE) return fail(`Line ${from.line}: the image starts from \`${base}\`, not from \`${BASE}\`.`);

  const destinations = copyDestinations(instructions);
  if (destinations.some((path) => path === WEB_ROOT || path === `${WEB_ROOT}/index.html`)) return pass();
  if (destinations.length === 0) return fail('There is no COPY yet: your page would not get into the image.');
  return fail(
    `COPY writes to ${destinations.map((path) => `\`${path}\``).join(', ')}. nginx serves what is in \`${WEB_ROOT}/\`.`,
  );
}
