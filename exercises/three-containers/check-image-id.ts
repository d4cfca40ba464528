import { fail, pass, type SandboxView, type Verdict } from '../../src/shared/exercise/index.ts';
import { IMAGE } from './names.ts';

/** As `docker image ls` shows an id: shorter ones could be typed by chance. */
const SHOWN_DIGITS = 12;

export async function checkImageId(sandbox: SandboxView): Promise<Verdict> {
  const text = await sandbox.answer();
  if (text === undefined) return fail('No id has been entered yet.');
  const image = await sandbox.image(IMAGE);
  if (!image) return fail(`"${text.slice(0, 40)}"? Your engine has no \`${IMAGE}\` yet.`);
  const id = text.toLowerCase().replace(/^sha256:/, '');
  if (!/^[0-9a-f]+$/.test(id)) {
    return fail(`An id has only the digits 0 to 9 and the letters a to f. It was "${text.slice(0, 40)}".`);
  }
  if (id.length < SHOWN_DIGITS)
    return fail(`${id.length} characters were entered. The first ${SHOWN_DIGITS} are asked for.`);
  if (image.id.replace('sha256:', '').startsWith(id)) return pass();
  const container = (await sandbox.containers()).find((each) => each.id.startsWith(id));
  if (container) {
    return fail(
      `That is the id of the container \`${container.name}\`. Its image has another one, the same for all three.`,
    );
  }
  const other = (await sandbox.images()).find((each) => each.id.replace('sha256:', '').startsWith(id));
  if (other) return fail(`That is the id of \`${other.tags[0] ?? 'an image without a name'}\`.`);
  const digest = (await sandbox.manifest(IMAGE))?.digest.replace('sha256:', '');
  if (digest?.startsWith(id))
    return fail(`That is the digest that the registry has of \`${IMAGE}\`. Its id is another number.`);
  return fail(`\`${text.slice(0, 24)}\` is neither an image nor a container of your engine.`);
}
