import { fail, pass, type SandboxView, type Verdict } from '../../src/shared/exercise/index.ts';
import { heldPort } from '../held-port.ts';
import { BUILD, LISTENING, PORT, SHIPPED, TOOL } from './names.ts';

/** What the program says of the folder that it runs in. */
interface Inventory {
  readonly builtBy: string;
  readonly packages: readonly string[];
  readonly sources: boolean;
}

/** Does a container of the shipped image run what was built, with what it needs and no more? */
export async function checkServe(sandbox: SandboxView): Promise<Verdict> {
  const image = await sandbox.image(SHIPPED);
  if (!image) return fail(`There is no image \`${SHIPPED}\` to start a container from yet.`);
  const containers = await sandbox.containers();
  const own = containers.filter(({ imageId }) => imageId === image.id);
  const running = own.find(({ state }) => state === 'running');
  if (!running) {
    const held = heldPort(containers, PORT, image.id);
    if (held !== undefined) return fail(held);
    const ended = own[0];
    if (!ended) return fail(`No container is from the \`${SHIPPED}\` that you have now.`);
    return fail(`\`${ended.name}\` does not run (${ended.state}). \`docker logs ${ended.name}\` says what it missed.`);
  }
  const published = running.ports.find(({ hostPort }) => hostPort === PORT);
  if (published?.containerPort !== LISTENING) {
    const leads = published ? `leads port ${PORT} to ${published.containerPort}` : `does not publish port ${PORT}`;
    return fail(
      `\`${running.name}\` runs, and ${leads}. The program listens on ${LISTENING}: \`-p ${PORT}:${LISTENING}\`.`,
    );
  }
  const answer = await sandbox.http(PORT, '/inventory');
  const found = answer && readInventory(answer.body);
  if (!found) {
    return fail(
      `\`/inventory\` on port ${PORT} does not answer as the program does. Look at \`docker logs ${running.name}\`.`,
    );
  }
  if (found.builtBy === 'nobody') {
    return fail(`\`${running.name}\` runs the source, not what was built: take \`dist\` from the stage \`${BUILD}\`.`);
  }
  if (found.packages.includes(TOOL)) {
    return fail(
      `\`${running.name}\` has ${found.packages.map((name) => `\`${name}\``).join(' and ')}. \`${TOOL}\` was for the build only.`,
    );
  }
  if (found.sources) {
    return fail(`\`${running.name}\` has the folder \`src\` with it. Name what is copied: \`COPY . .\` takes all.`);
  }
  return pass();
}

function readInventory(body: string): Inventory | undefined {
  try {
    const read: unknown = JSON.parse(body);
    return isInventory(read) ? read : undefined;
  } catch {
    return undefined;
  }
}

function isInventory(read: unknown): read is Inventory {
  return (
    typeof read === 'object' &&
    read !== null &&
    'builtBy' in read &&
    typeof read.builtBy === 'string' &&
    'sources' in read &&
    typeof read.sources === 'boolean' &&
    'packages' in read &&
    Array.isArray(read.packages)
  );
}
