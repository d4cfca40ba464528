import { fail, pass, type SandboxView, type Verdict } from '../../src/shared/exercise/index.ts';
import { heldPort } from '../held-port.ts';
import { FIRST, NEXT, type Release, TOKEN } from './charts.ts';

/** Does a container of the release serve charts that carry the seal of its token? */
export function servedFrom({ image: name, port, seal, tokenFile }: Release) {
  return async (sandbox: SandboxView): Promise<Verdict> => {
    const image = await sandbox.image(name);
    if (!image) return fail(`Your engine has no image \`${name}\` yet.`);
    const containers = await sandbox.containers();
    const own = containers.filter(({ imageId, state }) => imageId === image.id && state === 'running');
    const published = own.some(({ ports }) => ports.some(({ hostPort }) => hostPort === port));
    if (!published) {
      return fail(
        heldPort(containers, port, image.id) ??
          `No container of \`${name}\` runs with its port 80 published on ${port}.`,
      );
    }

    const answer = await sandbox.http(port, '/charts.txt');
    if (answer?.status !== 200) return fail(`Port ${port} does not serve \`/charts.txt\`: ${status(answer?.status)}.`);
    if (TOKEN.test(answer.body)) return fail(`\`/charts.txt\` on port ${port} has a token in it, for all to read.`);
    if (answer.body.includes(`sealed ${seal}`)) return pass();
    const other = [FIRST, NEXT].find((release) => answer.body.includes(`sealed ${release.seal}`));
    if (other) {
      return fail(
        `The charts of \`${name}\` carry the seal of \`${other.tokenFile}\`, not of \`${tokenFile}\`. A secret is no part of the cache's key: the step was taken from the cache.`,
      );
    }
    return fail(
      `\`/charts.txt\` on port ${port} has ${answer.body.length} characters and no seal of the office. Did \`fetch-charts\` write it?`,
    );
  };
}

function status(code: number | undefined): string {
  return code === undefined ? 'nothing answers' : `status ${code}`;
}
