import { join } from 'node:path';
import Docker from 'dockerode';
import { RunningDrydock } from '../e2e/running-drydock.ts';
import { parseConfig } from '../server/config.ts';
import { installationLabel, networkName, roleLabel } from '../server/domain/docker-names.ts';
import type { CgroupSetup } from '../server/sandbox/cgroup-placement.ts';
import { readCgroupSetup } from '../server/sandbox/cgroup-setup.ts';
import type { SandboxLimits } from '../server/sandbox/container-options.ts';
import { createDockerSandboxHarness, type DockerSandboxHarness } from '../server/sandbox/docker-sandbox-harness.ts';
import { courseContent } from '../setup/course-content.ts';
import { imageTags } from '../setup/image-tags.ts';
import { imageStoreName } from '../setup/provide-image-store.ts';
import { until } from './measure.ts';

const root = join(import.meta.dirname, '..');

/** Where all is measured: a Drydock without a warm pool, and beside it sandboxes that no Drydock leads. All of them have one network and its registry. */
export interface Stage extends AsyncDisposable {
  readonly docker: Docker;
  readonly signal: AbortSignal;
  readonly drydock: RunningDrydock;
  readonly sandboxes: DockerSandboxHarness;
  /** The same, without the image store. */
  readonly storeless: DockerSandboxHarness;
  readonly sandboxImage: string;
  readonly keeperImage: string;
  readonly imageStore: string;
  readonly limits: SandboxLimits;
  readonly cgroup: CgroupSetup;
  readonly appArmorProfile: string | undefined;
}

export async function createStage(signal: AbortSignal): Promise<Stage> {
  const docker = new Docker();
  await using stack = new AsyncDisposableStack();
  const drydock = stack.use(await startDrydock({ DRYDOCK_POOL_MAX: '0' }, signal));
  const network = networkName(installationOf(drydock));
  const { IPAM } = await docker.getNetwork(network).inspect();
  const tags = await imageTags(root);
  const images = { sandbox: tags.get('sandbox') ?? '', keeper: tags.get('keeper') ?? '' };
  const volume = parseConfig(process.env, root).registryVolume;
  const content = await courseContent(docker, { volume, gatewayImage: tags.get('gateway') ?? '' });
  const imageStore = imageStoreName(images.sandbox, content);
  const limits = parseConfig({}, root).sandboxLimits;
  const options = {
    docker,
    limits,
    network: { name: network, gatewayAddress: IPAM?.Config?.[0]?.['Gateway'] ?? '' },
  };
  const sandboxes = stack.use(await createDockerSandboxHarness({ ...images, imageStore }, options));
  const storeless = stack.use(await createDockerSandboxHarness(images, options));
  const { cgroup } = await readCgroupSetup(docker);
  const appArmorProfile = await sandboxes.keeper.appArmorProfile();
  const all = stack.move();
  return {
    docker,
    signal,
    drydock,
    sandboxes,
    storeless,
    sandboxImage: images.sandbox,
    keeperImage: images.keeper,
    imageStore,
    limits,
    cgroup,
    appArmorProfile,
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

/** A new one with these settings, once it has said all that it says at its first start. */
export async function startDrydock(env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<RunningDrydock> {
  await using stack = new AsyncDisposableStack();
  const drydock = stack.use(await RunningDrydock.start({ env }));
  // Its log and its words to a person come on two ways.
  await until('its log', signal, async () => drydock.installation !== undefined && drydock.inviteUrl !== undefined);
  stack.move();
  return drydock;
}

export function installationOf(drydock: RunningDrydock): string {
  if (drydock.installation === undefined) throw new Error(`The log names no installation:\n${drydock.output}`);
  return drydock.installation;
}

export interface ListedSandbox {
  readonly container: Docker.Container;
  /** Of its container, its disk and its cgroup. */
  readonly name: string;
  /** As the engine says: `running`, `paused`, `exited`. */
  readonly state: string;
}

/** A Drydock's sandboxes, newest first. */
export async function listSandboxes(docker: Docker, drydock: RunningDrydock): Promise<ListedSandbox[]> {
  const label = [`${installationLabel}=${installationOf(drydock)}`, `${roleLabel}=sandbox`];
  const rows = await docker.listContainers({ all: true, filters: { label } });
  return rows.map(({ Id, Names, State }) => ({
    container: docker.getContainer(Id),
    name: Names[0]?.slice(1) ?? '',
    state: State,
  }));
}

/** The sandbox that was made last. */
export async function newestSandbox(docker: Docker, drydock: RunningDrydock): Promise<ListedSandbox> {
  const [newest] = await listSandboxes(docker, drydock);
  if (!newest) throw new Error('No sandbox runs.');
  return newest;
}
