import { fail, pass, type SandboxView, type Verdict } from '../../src/shared/exercise/index.ts';
import { counted } from '../counted.ts';

const FILE = 'versions.txt';
const NUMBER = /\d+\.\d+\.\d+/;
const COMPOSE = /compose\D{0,20}v?\d+\.\d+/i;

/** Does the file name a version of the client and one of the server? Any form of `docker version` will do, and `docker info` too. */
export async function checkVersions(sandbox: SandboxView): Promise<Verdict> {
  const text = await sandbox.file(FILE);
  if (text === undefined) return fail(`There is no \`${FILE}\` in \`~/say-hello\` yet.`);
  const server = text.search(/server|daemon/i);
  const ofClient = server === -1 ? text : text.slice(0, server);
  const isClientThere = /client/i.test(ofClient) && NUMBER.test(ofClient);
  if (isClientThere && server !== -1 && NUMBER.test(text.slice(server))) return pass();
  if (isClientThere) {
    return fail(
      `\`${FILE}\` names the client's version, and none of a server. Did the daemon answer? Run \`docker version\` and read its end.`,
    );
  }
  if (/^Docker version \d/m.test(text)) {
    return fail(
      `\`${FILE}\` has the line of \`docker --version\`. That is the client's version, and no daemon was asked for it. \`docker version\` asks both.`,
    );
  }
  if (COMPOSE.test(text)) {
    return fail(
      `\`${FILE}\` has the version of Compose, and neither client nor server. A single \`>\` empties the file first; \`>>\` adds to it.`,
    );
  }
  return fail(`\`${FILE}\` has ${text.length} characters, but no version of a client and none of a server.`);
}

export async function checkCompose(sandbox: SandboxView): Promise<Verdict> {
  const text = await sandbox.file(FILE);
  if (text === undefined) return fail(`There is no \`${FILE}\` to add the version of Compose to.`);
  if (COMPOSE.test(text)) return pass();
  const lines = counted(text.split('\n').filter((line) => line !== '').length, 'line');
  return fail(`\`${FILE}\` has ${lines}, and no version of Compose. \`docker compose version\` prints it.`);
}
