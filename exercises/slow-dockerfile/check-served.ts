import { fail, pass, type SandboxView, type Verdict } from '../../src/shared/exercise/index.ts';
import { counted } from '../counted.ts';
import { heldPort } from '../held-port.ts';
import { PACKAGE, PORT, THIRD } from './names.ts';

/** Does the program run with the new package? It says itself which one it has. */
export async function checkServed(sandbox: SandboxView): Promise<Verdict> {
  const answer = await sandbox.http(PORT, '/');
  if (answer?.body.includes(PACKAGE)) return pass();
  if (answer) {
    const has = /bunting \S+/.exec(answer.body)?.[0];
    const held = heldPort(await sandbox.containers(), PORT, (await sandbox.image(THIRD))?.id);
    return fail(
      has === undefined
        ? (held ?? `What answers on port ${PORT} does not name \`bunting\`. Is it a container of \`${THIRD}\`?`)
        : `The program on port ${PORT} has \`${has}\`, not \`${PACKAGE}\`. Is it a container of \`${THIRD}\`, and did its build install the new version?`,
    );
  }
  const image = await sandbox.image(THIRD);
  if (!image) return fail(`There is no image \`${THIRD}\` to start a container from yet.`);
  const own = (await sandbox.containers()).filter(({ imageId }) => imageId === image.id);
  const running = own.find(({ state }) => state === 'running');
  if (running) {
    return fail(
      `\`${running.name}\` runs, but nothing answers on port ${PORT}. The program listens on 8000: \`-p ${PORT}:8000\`.`,
    );
  }
  return fail(`Nothing answers on port ${PORT}: of ${counted(own.length, 'container')} of \`${THIRD}\` none runs.`);
}
