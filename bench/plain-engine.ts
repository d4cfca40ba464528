import { randomBytes } from 'node:crypto';
import type { Container } from 'dockerode';
import { installationLabel } from '../server/domain/docker-names.ts';
import { runInContainer } from '../server/registry/run-in-container.ts';
import { placeCgroup } from '../server/sandbox/cgroup-placement.ts';
import type { Stage } from './stage.ts';

const STATE = '/var/lib/docker';
const SOCKET = '/run/docker.sock';
const ANSWER_TIMEOUT_MS = 60_000;

const START = `
containerd --log-level warn > /dev/null 2>&1 &
until [ -S /run/containerd/containerd.sock ]; do sleep 0.01; done
exec dockerd --containerd /run/containerd/containerd.sock --host unix://${SOCKET} --log-level warn
`;

/** Plain Docker-in-Docker: the sandbox's image with a rootful engine that starts with it, and nearly every right on the host. */
export interface PlainEngine extends AsyncDisposable {
  readonly container: Container;
  /** Of its cgroup. */
  readonly name: string;
  /** Bytes that its engine's data take on the host. */
  allocatedBytes(): Promise<number>;
}

/** Resolves when the engine has answered `docker version`. */
export async function startPlainEngine({
  docker,
  sandboxes,
  sandboxImage,
  cgroup,
  appArmorProfile,
}: Stage): Promise<PlainEngine> {
  const name = `drydock-${sandboxes.installation}-plain${randomBytes(4).toString('hex')}`;
  const placement = placeCgroup(name, cgroup);
  await using stack = new AsyncDisposableStack();
  const container = await docker.createContainer({
    name,
    Image: sandboxImage,
    Entrypoint: ['sh', '-c', START],
    User: '0:0',
    Env: [`DOCKER_HOST=unix://${SOCKET}`],
    Labels: { [installationLabel]: sandboxes.installation },
    Volumes: { [STATE]: {} },
    HostConfig: {
      CgroupParent: placement.parent,
      CapAdd: ['ALL'],
      // Not every host has it, and then it gives none at all.
      CapDrop: ['SYS_RESOURCE'],
      SecurityOpt: ['seccomp=unconfined', ...(appArmorProfile === undefined ? [] : ['apparmor=unconfined'])],
      MaskedPaths: [],
      ReadonlyPaths: [],
      Init: true,
      NetworkMode: sandboxes.network,
      Tmpfs: { '/run': 'rw,nosuid,nodev,mode=755' },
    },
  });
  // The engine makes the cgroups, and does not take them back.
  stack.defer(() => sandboxes.keeper.sweepCgroups(placement.traces));
  stack.defer(() => container.remove({ force: true, v: true }));
  await container.start();
  const run = async (line: string) => {
    const ran = await runInContainer(container, ['sh', '-c', line], AbortSignal.timeout(ANSWER_TIMEOUT_MS));
    if (ran.exitCode !== 0)
      throw new Error(`In plain Docker-in-Docker, \`${line}\` ended with ${ran.exitCode}: ${ran.output}`);
    return ran.output;
  };
  await run(`until [ -S ${SOCKET} ]; do sleep 0.01; done; docker version`);
  const all = stack.move();
  return {
    container,
    name,
    allocatedBytes: async () => Number((await run(`sync -f ${STATE}; du -s -B1 ${STATE}`)).split('\t')[0]),
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}
