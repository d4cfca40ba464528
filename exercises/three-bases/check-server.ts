import {
  type ContainerView,
  fail,
  type ImageView,
  pass,
  type SandboxView,
  type Verdict,
} from '../../src/shared/exercise/index.ts';
import {
  ALPINE,
  type Base,
  DEBIAN,
  INNER_PORT,
  megabytes,
  OWN_LIMIT_BYTES,
  SAYS,
  SCRATCH_LIMIT_BYTES,
} from './bases.ts';

/** Are both bases in the engine, so that images can be held against them? */
export async function checkPulled(sandbox: SandboxView): Promise<Verdict> {
  const missing: string[] = [];
  for (const { base } of [DEBIAN, ALPINE]) {
    if (base !== undefined && !(await sandbox.image(base))) missing.push(`\`${base}\``);
  }
  if (missing.length === 0) return pass();
  return fail(`Your engine does not have ${missing.join(' and ')} yet. \`FROM\` alone does not put a base there.`);
}

/** Was the image built on its base, and does a container of it answer? */
export function serverFrom(wanted: Base) {
  return async (sandbox: SandboxView): Promise<Verdict> => {
    const image = await sandbox.image(wanted.image);
    if (!image) return fail(`Your engine has no \`${wanted.image}\` yet.`);
    const wrongBase = await whatIsWrongBelow(sandbox, wanted, image);
    if (wrongBase !== undefined) return fail(wrongBase);
    return checkRunning(sandbox, wanted, image);
  };
}

async function whatIsWrongBelow(sandbox: SandboxView, wanted: Base, image: ImageView): Promise<string | undefined> {
  if (wanted.base === undefined) {
    if (image.sizeBytes <= SCRATCH_LIMIT_BYTES) return undefined;
    return `\`${wanted.image}\` has ${megabytes(image.sizeBytes)}. From \`scratch\` and with the program alone it has less than 1.5 MB: something else is in it.`;
  }
  const base = await sandbox.image(wanted.base);
  if (!base) return `There is no \`${wanted.base}\` in your engine to hold \`${wanted.image}\` against. Pull it.`;
  if (!base.layers.every((layer, index) => layer === image.layers[index])) {
    return `\`${wanted.image}\` (${megabytes(image.sizeBytes)}) does not begin with the layers of \`${wanted.base}\`. Which \`FROM\` is its last?`;
  }
  const own = image.sizeBytes - base.sizeBytes;
  if (own <= OWN_LIMIT_BYTES) return undefined;
  return `\`${wanted.image}\` has ${megabytes(own)} over \`${wanted.base}\`. The program is below 1 MB: copy it alone out of the build stage.`;
}

async function checkRunning(sandbox: SandboxView, wanted: Base, image: ImageView): Promise<Verdict> {
  const containers = await sandbox.containers();
  const own = containers.filter(({ imageId }) => imageId === image.id);
  const running = own.filter(({ state }) => state === 'running');
  if (running.some((container) => publishes(container, wanted.port))) {
    const answer = await sandbox.http(wanted.port, '/');
    if (answer?.status === 200 && answer.body.includes(SAYS)) return pass();
    return fail(`A container of \`${wanted.image}\` runs, but port ${wanted.port} does not answer with the tide.`);
  }
  const [container] = running;
  if (container) {
    return fail(
      `\`${container.name}\` runs, but port ${wanted.port} does not lead to its port ${INNER_PORT}: \`-p ${wanted.port}:${INNER_PORT}\`.`,
    );
  }
  const stopped = own[0];
  if (!stopped) return fail(`\`${wanted.image}\` is built. No container was started from it yet.`);
  return fail(await whyItStopped(sandbox, wanted, stopped));
}

async function whyItStopped(sandbox: SandboxView, wanted: Base, { name, state }: ContainerView): Promise<string> {
  const details = await sandbox.container(name);
  const end = `\`${name}\` of \`${wanted.image}\` does not run (${state}, exit code ${details?.exitCode ?? 0}).`;
  if (details?.command.includes('/bin/sh')) {
    return `${end} Its command starts with \`/bin/sh\`, which is not there: write \`CMD\` as a list, \`["/tide"]\`.`;
  }
  if (wanted.base === DEBIAN.base) return `${end} See \`docker logs ${name}\`.`;
  return `${end} If \`docker logs ${name}\` misses a file that is there: the program asks for the loader of another C library. Does it need one?`;
}

function publishes({ ports }: ContainerView, port: number): boolean {
  return ports.some(({ hostPort, containerPort }) => hostPort === port && containerPort === INNER_PORT);
}
