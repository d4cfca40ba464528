import { fail, pass, type SandboxView, type Verdict } from '../../src/shared/exercise/index.ts';
import { BOOKS, ENTRY, KEEPER, VOLUME } from './names.ts';

const AGAIN = '`sh fill.sh` starts over.';

/** Are the image that nobody used and the volume's data still there? A container of the one has to serve the other. */
export async function checkKept(sandbox: SandboxView): Promise<Verdict> {
  const keeper = await sandbox.image(KEEPER);
  if (!keeper) return fail(`\`${KEEPER}\` is not there. Where it was removed, no registry has it. ${AGAIN}`);
  const books = await sandbox.container(BOOKS.name);
  if (!books) return fail(`\`${KEEPER}\` is there, but there is no container \`${BOOKS.name}\` of it yet.`);
  if (books.imageId !== keeper.id) {
    return fail(`\`${BOOKS.name}\` was made from \`${books.image.slice(0, 40)}\`, and not from \`${KEEPER}\`.`);
  }
  const mount = books.mounts.find(({ source }) => source === VOLUME);
  if (!mount) {
    return fail(`\`${BOOKS.name}\` has ${books.mounts.length} mounts, and the volume \`${VOLUME}\` is none of them.`);
  }
  const page = await sandbox.http(BOOKS.port, '/');
  if (!page) return fail(`Nothing answers on port ${BOOKS.port}. \`${BOOKS.name}\` listens on port 80 inside.`);
  if (ENTRY.test(page.body)) return pass();
  if (mount.destination !== '/ledger') {
    return fail(`\`${VOLUME}\` is mounted at \`${mount.destination}\`, and the server reads \`/ledger\`.`);
  }
  return fail(
    `Port ${BOOKS.port} answers with status ${page.status}, and without the ledger: the volume \`${VOLUME}\` is a new, empty one. ${AGAIN}`,
  );
}
