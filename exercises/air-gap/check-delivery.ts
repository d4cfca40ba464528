import { fail, pass, type SandboxView, type Verdict } from '../../src/shared/exercise/index.ts';
import { DELIVERED, DELIVERED_LAYER } from './names.ts';

/** Is the delivered image in the engine, as it was packed? */
export async function checkDelivery(sandbox: SandboxView): Promise<Verdict> {
  const image = await sandbox.image(DELIVERED);
  if (!image) return fail(`Your engine has no image \`${DELIVERED}\` yet. It is in \`delivery.tar.gz\`.`);
  if (image.layers.includes(DELIVERED_LAYER)) return pass();
  if (await wasImported(sandbox, DELIVERED)) {
    return fail(
      `\`${DELIVERED}\` was made by \`docker import\`: the whole archive lies in it as files. What \`docker save\` has packed, \`docker load\` unpacks.`,
    );
  }
  return fail(
    `\`${DELIVERED}\` is another image than the one in \`delivery.tar.gz\`. Remove it, and load the delivery.`,
  );
}

/** `docker import` says so in the history that it begins. */
export async function wasImported(sandbox: SandboxView, reference: string): Promise<boolean> {
  return (await sandbox.history(reference)).some(({ comment }) => /^imported from/i.test(comment));
}
