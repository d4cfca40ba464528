import { randomBytes } from 'node:crypto';
import type Docker from 'dockerode';
import type { Config } from '../server/config.ts';
import { installationLabel, roleLabel } from '../server/domain/docker-names.ts';
import { createDockerCourseRegistry } from '../server/registry/docker-course-registry.ts';
import { readCgroupSetup } from '../server/sandbox/cgroup-setup.ts';
import { createDockerSandboxHost } from '../server/sandbox/docker-sandbox-host.ts';
import { type Finding, fine, mustFix } from '../server/sandbox/finding.ts';
import { createHostKeeper } from '../server/sandbox/host-keeper.ts';
import { MultiplexedStream } from '../server/sandbox/multiplexed-stream.ts';
import type { ReadySandbox } from '../server/sandbox/port.ts';
import { sandboxIdSchema } from '../src/shared/ids.ts';
import type { ImageTags } from './image-tags.ts';
import { findLeftovers, ofInstallation, removeLeftovers } from './leftovers.ts';
import { retireInstallation } from './retire-installation.ts';
import { sandboxLooks } from './sandbox-looks.ts';
import { explainTrial } from './trial-causes.ts';

/** Ten times what each takes on two cores. */
const STEP_TIMEOUT_MS = 30_000;

const LOG_LINES = 10;

/** What an engine that has started goes on to say of its work. */
const ENGINE_AT_WORK = /level=(?:info|warning|error)/;

export interface TrialOptions {
  readonly docker: Docker;
  readonly tags: ImageTags;
  readonly config: Config;
  /** 8 hex digits, of an installation that there is not. */
  readonly installation: string;
  readonly signal: AbortSignal;
}

/**
 * Brings up all that a class needs, in an installation of its own that goes again whatever happens: gateway, keeper, a sandbox, its engine, a container in that. Gives
 * a finding a step with the seconds it took, and ends with the first that fails.
 */
export async function* tryPlatform(options: TrialOptions): AsyncGenerator<Finding> {
  const { docker, config, installation } = options;
  const images = {
    sandbox: tagOf(options.tags, 'sandbox'),
    gateway: tagOf(options.tags, 'gateway'),
    keeper: tagOf(options.tags, 'keeper'),
  };
  await using cleanUp = new AsyncDisposableStack();
  cleanUp.defer(async () => removeLeftovers(docker, await findLeftovers(docker, ofInstallation(installation))));
  // What the host keeps beside Docker's own. It may fail where the trial did.
  cleanUp.defer(() =>
    retireInstallation(docker, installation, { images, registryVolume: config.registryVolume }).catch(() => {}),
  );
  try {
    for await (const what of steps(images, options, cleanUp)) yield fine('trial', what);
  } catch (error) {
    if (options.signal.aborted) throw error;
    const said = [describe(error), ...(await lastWords(docker, installation))].join(' ');
    const { why, fix } = explainTrial(said);
    yield mustFix('trial-failed', `The trial failed. It said: ${said}`, why, fix);
  }
}

/** Says what was done. */
async function* steps(
  images: { readonly sandbox: string; readonly gateway: string; readonly keeper: string },
  { docker, config, installation, signal }: TrialOptions,
  cleanUp: AsyncDisposableStack,
): AsyncGenerator<string> {
  const inTime = () => AbortSignal.any([signal, AbortSignal.timeout(STEP_TIMEOUT_MS)]);
  const { registryVolume: volume, internet, sandboxLimits: limits } = config;
  let sinceMs = Date.now();
  const seconds = () => {
    const taken = `${((Date.now() - sinceMs) / 1000).toFixed(1)} s`;
    sinceMs = Date.now();
    return taken;
  };

  const registry = createDockerCourseRegistry({ docker, installation, image: images.gateway, volume, internet });
  const network = await registry.start(inTime());
  const { hasAppArmor } = await readCgroupSetup(docker);
  const keeper = createHostKeeper({ docker, installation, image: images.keeper, hasAppArmor });
  await keeper.start(inTime());
  yield `The gateway with the course registry, and the host’s keeper, were up after ${seconds()}.`;

  let hasDiskLimit = true;
  const host = await createDockerSandboxHost({
    docker,
    installation,
    image: images.sandbox,
    network,
    limits,
    keeper,
    door: registry.door,
    onWarning: () => (hasDiskLimit = false),
  });
  const id = sandboxIdSchema.parse(randomBytes(8).toString('hex'));
  // Comes after an opening that was broken off, which goes on by itself.
  cleanUp.defer(() => host.remove([id]).catch(() => {}));
  const sandbox = await host.open(id, inTime(), { ...limits, internet });
  yield `A sandbox opened in ${seconds()}.`;

  const version = await run(sandbox, ['docker', 'version', '--format', '{{.Server.Version}}'], inTime());
  yield `Its Docker Engine ${version.trim()} answered the first command after ${seconds()}.`;
  for (const { command, judge } of sandboxLooks({ ...limits, hasDiskLimit })) {
    yield `${judge(await run(sandbox, command, inTime()))} (${seconds()})`;
  }
}

async function run(sandbox: ReadySandbox, command: readonly string[], signal: AbortSignal): Promise<string> {
  const { exitCode, stdout, stderr } = await sandbox.exec(command, { signal });
  if (exitCode === 0) return stdout.toString();
  throw new Error(`\`${command.join(' ')}\` ended with ${exitCode}: ${stderr.toString().trim()}`);
}

function tagOf(tags: ImageTags, name: Parameters<ImageTags['get']>[0]): string {
  const tag = tags.get(name);
  if (tag === undefined) throw new Error(`There is no image named ${name}.`);
  return tag;
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return inOneLine(error.name === 'TimeoutError' ? `TimeoutError: ${error.message}` : error.message);
}

function inOneLine(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join(' ');
}

/** Why the trial's sandbox or the engine in it did not start. */
async function lastWords(docker: Docker, installation: string): Promise<readonly string[]> {
  const label = [`${installationLabel}=${installation}`, `${roleLabel}=sandbox`];
  const found = await docker.listContainers({ all: true, filters: { label } }).catch(() => []);
  const logs = found.map(async ({ Id }) => {
    const log = await docker.getContainer(Id).logs({ stdout: true, stderr: true, tail: LOG_LINES });
    const text = [...new MultiplexedStream().feed(log)].map(({ bytes }) => bytes.toString()).join('');
    return inOneLine(
      text
        .split('\n')
        .filter((line) => !ENGINE_AT_WORK.test(line))
        .join('\n'),
    );
  });
  const settled = await Promise.allSettled(logs);
  return settled.flatMap((log) => (log.status === 'fulfilled' && log.value !== '' ? [log.value] : []));
}
