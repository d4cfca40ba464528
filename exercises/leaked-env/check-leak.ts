import { fail, type ImageLayer, pass, type SandboxView, type Verdict } from '../../src/shared/exercise/index.ts';
import { LEAKY } from './names.ts';

const SHORT = 12;

/** The place of the layer that `COPY . .` made, by either builder; -1 where there is none. The base may have such a one too, further down. */
function copiedAt(layers: readonly ImageLayer[]): number {
  return layers.findLastIndex(({ createdBy }) => /(?:^|#\(nop\)\s+)COPY (?:\.|dir:)/.test(createdBy));
}

export async function checkLeaky(sandbox: SandboxView): Promise<Verdict> {
  const layers = await sandbox.layers(LEAKY);
  if (layers.length === 0) return fail(`Your engine has no image \`${LEAKY}\` yet.`);
  const copied = copiedAt(layers);
  const removed = layers.findIndex(({ createdBy }) => /\brm \.env/.test(createdBy));
  if (copied === -1 || removed < copied) {
    return fail(
      `\`${LEAKY}\` was not built from the Dockerfile as it came: it should copy all, and remove \`.env\` afterwards. Start over if you have changed it.`,
    );
  }
  return pass();
}

/** Is what was entered the digest, whole or begun, of the layer that has the file? */
export async function checkLayer(sandbox: SandboxView): Promise<Verdict> {
  const text = await sandbox.answer();
  const layers = await sandbox.layers(LEAKY);
  if (layers.length === 0) return fail(`\`${LEAKY}\` comes first: your engine has no such image yet.`);
  if (text === undefined) return fail(`\`${LEAKY}\` has ${layers.length} layers. Which of them has \`.env\`?`);
  const entered = /(?:^|[/:])([0-9a-f]{6,64})(?:\/layer\.tar)?$/.exec(text.toLowerCase())?.[1];
  if (entered === undefined || entered.length < SHORT) {
    return fail(
      `Enter the first ${SHORT} characters of the layer’s digest, digits and letters a to f. It was "${text.slice(0, 40)}".`,
    );
  }
  const named = layers.find(({ digest }) => digest.replace('sha256:', '').startsWith(entered));
  if (!named) {
    return fail(
      `None of the ${layers.length} layers of \`${LEAKY}\` has a digest that begins with ${entered.slice(0, SHORT)}. Is it a layer’s, and of this build?`,
    );
  }
  if (named === layers[copiedAt(layers)]) return pass();
  if (/\brm \.env/.test(named.createdBy)) {
    return fail('That is the layer of `RUN rm .env`. All that it has is a whiteout: a mark that hides the file below.');
  }
  return fail(`That layer was made by \`${named.createdBy.slice(0, 60)}\`, and \`.env\` is not in it.`);
}
