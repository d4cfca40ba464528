import { fail, pass, type SandboxView, type Verdict } from '../../src/shared/exercise/index.ts';
import { counted } from '../counted.ts';
import { heldPort } from '../held-port.ts';
import { LEAN, PORT, PORT_COUNT } from './names.ts';

/** Does a container of the small image still serve what the archive was fetched for? */
export async function checkPage(sandbox: SandboxView): Promise<Verdict> {
  const image = await sandbox.image(LEAN);
  if (!image) return fail(`There is no image \`${LEAN}\` to start a container from yet.`);
  const containers = await sandbox.containers();
  const own = containers.filter(({ imageId }) => imageId === image.id);
  const serving = own.find(
    ({ state, ports }) => state === 'running' && ports.some(({ hostPort }) => hostPort === PORT),
  );
  if (!serving) {
    return fail(
      heldPort(containers, PORT, image.id) ??
        `${counted(own.length, 'container')} of \`${LEAN}\`, and none that runs has its port 80 on ${PORT}.`,
    );
  }
  const answer = await sandbox.http(PORT, '/ports.txt');
  if (!answer) return fail(`\`${serving.name}\` runs, but nothing answers on port ${PORT}.`);
  if (answer.status !== 200) {
    return fail(
      `\`${serving.name}\` answers /ports.txt with status ${answer.status} instead of 200. Is \`/www/ports.txt\` in the image?`,
    );
  }
  const lines = answer.body.split('\n').filter((line) => line.trim() !== '').length;
  if (lines === PORT_COUNT) return pass();
  return fail(`/ports.txt has ${counted(lines, 'line')}; the archive's list has ${PORT_COUNT}.`);
}
