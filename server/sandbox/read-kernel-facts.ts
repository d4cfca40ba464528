import { randomBytes } from 'node:crypto';
import type Docker from 'dockerode';
import { roleLabel } from '../domain/docker-names.ts';
import type { EngineFacts, KernelFacts } from './host-facts.ts';
import { kernelSettingNames } from './host-facts.ts';
import { HOST_PROBE, ProbeFailedError, parseProbe } from './host-probe.ts';
import { learnerUid } from './learner.ts';
import { MultiplexedStream } from './multiplexed-stream.ts';
import { seccompProfile } from './seccomp-profile.ts';

/** It takes a quarter of a second; a busy host may need longer to start it. */
const PROBE_TIMEOUT_MS = 30_000;

/**
 * Looks at the host by a container of its own that lives for a quarter of a second, so that an engine elsewhere is looked at too. `image` is one of this project's
 * on the engine; without a packet filter's programs in it, that is left open. Rejects with `ProbeFailedError` when no such container can run, with the signal's reason when it aborts.
 */
export async function readKernelFacts(
  docker: Docker,
  options: {
    readonly image: string;
    readonly engine: Pick<EngineFacts, 'hasAppArmor' | 'hasSelinux'>;
    readonly signal: AbortSignal;
  },
): Promise<KernelFacts> {
  const { image, engine, signal } = options;
  const deadline = AbortSignal.timeout(PROBE_TIMEOUT_MS);
  // Not broken off by the caller: nobody would know whether there is a container to remove.
  const container = await docker
    .createContainer({ ...probeOptions(image, engine), abortSignal: deadline })
    .catch((error: unknown) => {
      throw failure(error, signal);
    });
  const abortSignal = AbortSignal.any([signal, deadline]);
  try {
    await container.start({ abortSignal });
    await container.wait({ abortSignal });
    const logs = await container.logs({ stdout: true, stderr: true, abortSignal });
    const parts = [...new MultiplexedStream().feed(logs)].map(({ bytes }) => bytes);
    return parseProbe(Buffer.concat(parts).toString());
  } catch (error) {
    throw failure(error, signal);
  } finally {
    await container.remove({ force: true, v: true });
  }
}

function failure(error: unknown, signal: AbortSignal): unknown {
  if (signal.aborted) return signal.reason;
  if (error instanceof ProbeFailedError) return error;
  const said = error instanceof Error ? error.message : String(error);
  return new ProbeFailedError(said.trim().replace(/\s*\n\s*/g, ' '), { cause: error });
}

function probeOptions(image: string, { hasAppArmor, hasSelinux }: Pick<EngineFacts, 'hasAppArmor' | 'hasSelinux'>) {
  return {
    name: `drydock-probe-${randomBytes(4).toString('hex')}`,
    Image: image,
    // A script that calls itself needs a name.
    Entrypoint: ['sh', '-c', 'printf %s "$PROBE" > /tmp/probe && exec sh /tmp/probe'],
    Cmd: [],
    WorkingDir: '/',
    User: `${learnerUid}:${learnerUid}`,
    Env: [
      `PROBE=${HOST_PROBE}`,
      `SETTINGS=${kernelSettingNames.join(' ')}`,
      'XTABLES_LOCKFILE=/tmp/xtables.lock',
      'LANG=C',
    ],
    Labels: { [roleLabel]: 'probe' },
    HostConfig: {
      Binds: ['/dev:/host/dev:ro', '/sys/fs/cgroup:/host/cgroup:ro'],
      NetworkMode: 'none',
      // Since Linux 6.14 a process id namespace has limits of its own.
      PidMode: 'host',
      UsernsMode: 'host',
      ReadonlyRootfs: true,
      Tmpfs: { '/tmp': 'rw,nosuid,nodev,noexec,size=1m,mode=1777' },
      CapDrop: ['ALL'],
      SecurityOpt: [
        'no-new-privileges',
        `seccomp=${JSON.stringify(seccompProfile)}`,
        ...(hasAppArmor ? ['apparmor=unconfined'] : []),
        ...(hasSelinux ? ['label=disable'] : []),
      ],
      LogConfig: { Type: 'json-file', Config: { 'max-size': '1m' } },
    },
  };
}
