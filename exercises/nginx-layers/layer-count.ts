import { fail, pass, type SandboxView, type Verdict } from '../../src/shared/exercise/index.ts';
import { BIG, SMALL } from './names.ts';

const HOW = `Count the digests in \`RootFS.Layers\` of \`docker image inspect ${BIG}\`.`;

/** Is the number that was entered the number of layers? Counting the rows of `docker history` is told apart from other errors. */
export async function checkLayerCount(sandbox: SandboxView): Promise<Verdict> {
  const text = await sandbox.answer();
  if (text === undefined) return fail(`No number has been entered for \`${BIG}\` yet.`);
  if (!/^\d{1,4}$/.test(text)) return fail(`Enter one whole number and nothing else. It was "${text.slice(0, 40)}".`);
  const image = await sandbox.image(BIG);
  if (!image) return fail(`${text}? \`${BIG}\` is not in your engine. Pull it, then count.`);

  const answer = Number(text);
  if (answer === image.layers.length) return pass();

  const history = await sandbox.history(BIG);
  if (answer === history.length) {
    const settings = history.length - image.layers.length;
    return fail(
      `${answer} is every row of \`docker history\`. ${settings} of those ${history.length} rows changed settings only (ENV, CMD, EXPOSE …) and made no layer. ${HOW}`,
    );
  }
  const small = await sandbox.image(SMALL);
  if (answer === small?.layers.length) {
    return fail(`${answer} is the number for \`${SMALL}\`; \`${BIG}\` is asked for.`);
  }
  if (answer === image.layers.length + 1) {
    return fail(
      `${answer} is one too many. A container adds a writable layer of its own; it is not part of the image.`,
    );
  }
  return fail(`${answer} is not it. ${HOW}`);
}
