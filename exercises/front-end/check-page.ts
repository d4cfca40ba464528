import { fail, pass, type SandboxView, type Verdict } from '../../src/shared/exercise/index.ts';
import { counted } from '../counted.ts';
import { heldPort } from '../held-port.ts';
import { PORT, WEB } from './names.ts';

/** Does a container of the second image serve the page that the build tool made? */
export async function checkPage(sandbox: SandboxView): Promise<Verdict> {
  const image = await sandbox.image(WEB);
  if (!image) return fail(`There is no image \`${WEB}\` to start a container from yet.`);
  const containers = await sandbox.containers();
  const serving = containers.find(
    ({ imageId, state, ports }) =>
      imageId === image.id && state === 'running' && ports.some(({ hostPort }) => hostPort === PORT),
  );
  if (!serving) {
    return fail(
      heldPort(containers, PORT, image.id) ?? `No running container of \`${WEB}\` has its port 80 on ${PORT}.`,
    );
  }
  const answer = await sandbox.http(PORT, '/');
  if (!answer) return fail(`\`${serving.name}\` runs, but nothing answers on port ${PORT}.`);
  if (answer.status !== 200) return fail(`Port ${PORT} answers with status ${answer.status} instead of 200.`);
  if (/name="generator" content="sailmaker/.test(answer.body)) return pass();
  if (/<h1>Harbour<\/h1>/.test(answer.body)) {
    return fail(
      `Port ${PORT} serves \`src/index.html\` as it was written, ${counted(answer.body.length, 'character')}. The built page is in \`/app/dist\` of the first stage.`,
    );
  }
  if (/welcome to nginx/i.test(answer.body)) {
    return fail(`Port ${PORT} shows nginx's own page. Copy the built files into \`/usr/share/nginx/html\` itself.`);
  }
  return fail(`Port ${PORT} serves ${counted(answer.body.length, 'character')} that are not the built page.`);
}
