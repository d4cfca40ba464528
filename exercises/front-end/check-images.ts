import { fail, pass, type SandboxView, type Verdict } from '../../src/shared/exercise/index.ts';
import { mb } from '../image-size.ts';
import { NODE, WEB } from './names.ts';

/** Is the first image the one of the Dockerfile as it was given, with Node in it? */
export async function checkNode(sandbox: SandboxView): Promise<Verdict> {
  const image = await sandbox.image(NODE);
  if (!image) return fail(`Your engine has no image \`${NODE}\` yet.`);
  if (await builtWithNpm(sandbox, NODE)) return pass();
  return fail(
    `\`${NODE}\` has ${mb(image.sizeBytes)} and was not built with npm. Build it from the \`Dockerfile\` as it was given.`,
  );
}

/** Is the second image a web server and nothing of Node? */
export async function checkWeb(sandbox: SandboxView): Promise<Verdict> {
  const image = await sandbox.image(WEB);
  if (!image) return fail(`Your engine has no image \`${WEB}\` yet.`);
  const start = [...image.entrypoint, ...image.cmd].join(' ');
  if (!/\bnginx\b/.test(start)) {
    return fail(
      `A container of \`${WEB}\` (${mb(image.sizeBytes)}) starts \`${start.slice(0, 80)}\`. Its last stage is to be \`FROM nginx:1.26-alpine\`.`,
    );
  }
  if (await builtWithNpm(sandbox, WEB)) {
    return fail(
      `\`${WEB}\` has ${mb(image.sizeBytes)}, with npm in its history: the page was built in the last stage, not in one before it.`,
    );
  }
  return pass();
}

async function builtWithNpm(sandbox: SandboxView, name: string): Promise<boolean> {
  return (await sandbox.history(name)).some(({ createdBy }) => /\bnpm (?:ci|install|run)\b/.test(createdBy));
}
