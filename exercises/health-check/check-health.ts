import { type ContainerDetails, fail, pass, type SandboxView, type Verdict } from '../../src/shared/exercise/index.ts';

export const IMAGE = 'bakery:1.0';

/** The image's HEALTHCHECK as its history shows it, of either builder; `undefined` where it has none. */
async function healthCheckOf(sandbox: SandboxView): Promise<string | undefined> {
  const rows = await sandbox.history(IMAGE);
  const newest = rows.find(({ createdBy }) => /^(?:\/bin\/sh -c #\(nop\)\s+)?HEALTHCHECK /.test(createdBy))?.createdBy;
  return newest === undefined || newest.includes('"NONE"') ? undefined : newest;
}

export async function checkImage(sandbox: SandboxView): Promise<Verdict> {
  if (!(await sandbox.image(IMAGE))) return fail(`Your engine has no image \`${IMAGE}\` yet.`);
  if (await healthCheckOf(sandbox)) return pass();
  const rows = await sandbox.history(IMAGE);
  return fail(`None of the ${rows.length} rows in the history of \`${IMAGE}\` is a HEALTHCHECK.`);
}

type Found = { readonly container: ContainerDetails } | { readonly missing: Verdict };

/** The container, if it runs, and from the image as it is now. */
async function findRunning(sandbox: SandboxView, name: string): Promise<Found> {
  const container = await sandbox.container(name);
  if (!container) return { missing: fail(`No container is named \`${name}\` yet.`) };
  const image = await sandbox.image(IMAGE);
  if (container.imageId !== image?.id) {
    return {
      missing: fail(
        `\`${name}\` is from \`${container.image}\`, not from the \`${IMAGE}\` that you have now. \`docker rm -f ${name}\`, then start it anew.`,
      ),
    };
  }
  if (container.state !== 'running') {
    return {
      missing: fail(`\`${name}\` does not run: its state is "${container.state}". Health is asked only of what runs.`),
    };
  }
  return { container };
}

const NO_HEALTH = 'has no health: its image had no HEALTHCHECK, or it was switched off at the start';

export async function checkWell(sandbox: SandboxView): Promise<Verdict> {
  const found = await findRunning(sandbox, 'well');
  if ('missing' in found) return found.missing;
  const { health } = found.container;
  if (health === 'healthy') return pass();
  if (health === 'none') return fail(`\`well\` runs, but it ${NO_HEALTH}.`);
  if (health === 'starting') {
    return fail(
      '`well` is "starting": no check has passed yet. With `--interval=1s` you wait a second, without it 30.',
    );
  }
  if ((await healthCheckOf(sandbox))?.includes('curl')) {
    return fail('`well` is unhealthy: the check asks `curl`, and `busybox:1.37` has none. It has `wget`.');
  }
  return fail('`well` is unhealthy. What the check said is in `docker inspect well`, under `State.Health`.');
}

export async function checkSick(sandbox: SandboxView): Promise<Verdict> {
  const found = await findRunning(sandbox, 'sick');
  if ('missing' in found) return found.missing;
  const { health } = found.container;
  if (health === 'unhealthy') return pass();
  if (health === 'none') return fail(`\`sick\` runs, but it ${NO_HEALTH}.`);
  if (health === 'starting') {
    return fail(
      '`sick` is "starting": too few checks have failed yet. It takes `--retries` of them in a row, 3 if you say nothing.',
    );
  }
  const changes = await sandbox.changes('sick');
  if (changes.some(({ kind, path }) => kind === 'deleted' && path === '/www/ready.txt')) {
    return fail(
      '`sick` has no `/www/ready.txt` any more, and is "healthy" all the same. Does the check ask for that page? If you have just deleted it, wait a moment.',
    );
  }
  return fail('`sick` is "healthy". Delete `/www/ready.txt` in it, and the check should notice.');
}

export async function checkBlind(sandbox: SandboxView): Promise<Verdict> {
  const found = await findRunning(sandbox, 'blind');
  if ('missing' in found) return found.missing;
  if (found.container.health !== 'none') {
    return fail(
      `\`blind\` is "${found.container.health}": its check is on. \`docker run\` has an option that switches it off.`,
    );
  }
  if (!(await healthCheckOf(sandbox))) {
    return fail(
      `\`blind\` has no health, but \`${IMAGE}\` has no HEALTHCHECK either: there was nothing to switch off.`,
    );
  }
  return pass();
}
