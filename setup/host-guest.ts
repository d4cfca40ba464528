import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import Docker from 'dockerode';
import { unlessMissing } from '../server/domain/engine-errors.ts';
import { createLineTail } from './line-tail.ts';
import type { Update } from './progress.ts';
import { setupError } from './setup-error.ts';
import { unusedPort } from './unused-port.ts';

/** What runs the guest's instructions: the processor itself, or QEMU alone. */
export type Accelerator = 'kvm' | 'tcg';

export interface HostGuest extends AsyncDisposable {
  readonly docker: Docker;
  /** Of its engine, for DOCKER_HOST. */
  readonly address: string;
}

export interface BootRequest {
  readonly image: string;
  readonly accelerator: Accelerator;
  readonly signal: AbortSignal;
  readonly update: Update;
}

/** 30 s by QEMU alone on an idle machine; a busy one takes several times as long. */
const BOOT_LIMIT_MS = 240_000;
const ASK_EVERY_MS = 250;
/** An engine on an emulated processor may take seconds for its first answer. */
const ANSWER_MS = 5_000;

// The most that the tests have at once are a dozen sandboxes of half a GiB, mostly idle.
const MEMORY_MIB = 6 * 1024;
// Sparse: the images take 2 GiB of it.
const DISK_GIB = 30;

/** QEMU stops the guest then, and goes on itself. */
const KVM_GAVE_UP = 'KVM internal error';

/** Boots the guest and resolves when its engine answers. It ends with this process, whatever happens to it. Throws a `SetupError` with its last lines. */
export async function bootHostGuest(local: Docker, request: BootRequest): Promise<HostGuest> {
  const { signal, update } = request;
  const port = await unusedPort();
  const container = await local.createContainer(containerOptions(request, port));
  const remove = async () => {
    await unlessMissing(container.remove({ force: true, v: true }));
  };
  let ended = '';
  const tail = createLineTail((line) => {
    update(line);
    if (line.includes(KVM_GAVE_UP)) ended = 'the processor could not run it under KVM';
  });
  try {
    // The guest ends when this connection does.
    const connection = await container.attach({ stream: true, stdin: true, stdout: true, stderr: true, hijack: true });
    const output = { write: (chunk: Buffer) => tail.write(chunk.toString()) };
    local.modem.demuxStream(connection, output as NodeJS.WritableStream, output as NodeJS.WritableStream);
    connection.on('close', () => (ended ||= 'it ended'));
    await container.start({ abortSignal: signal });
    const docker = new Docker({ protocol: 'http', host: '127.0.0.1', port });
    const untilMs = Date.now() + BOOT_LIMIT_MS;
    while (!(await answers(port, signal))) {
      if (Date.now() > untilMs) ended ||= `its engine did not answer within ${BOOT_LIMIT_MS / 1000} s`;
      if (ended !== '') throw setupError('booting the virtual machine', `${ended}.`, tail.lines);
      await pause(ASK_EVERY_MS, undefined, { signal });
    }
    return { docker, address: `tcp://127.0.0.1:${port}`, [Symbol.asyncDispose]: remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

function containerOptions({ image, accelerator }: BootRequest, port: number): Docker.ContainerCreateOptions {
  const kvm = { PathOnHost: '/dev/kvm', PathInContainer: '/dev/kvm', CgroupPermissions: 'rw' };
  return {
    name: `drydock-host-guest-${randomBytes(4).toString('hex')}`,
    Image: image,
    Env: [
      `ACCELERATOR=${accelerator}`,
      `PORT=${port}`,
      `MEMORY_MIB=${MEMORY_MIB}`,
      `CPUS=${availableParallelism()}`,
      `DISK_GIB=${DISK_GIB}`,
    ],
    OpenStdin: true,
    StdinOnce: true,
    HostConfig: {
      AutoRemove: true,
      // A forwarded connection keeps a bridge's address, which means another network in the guest. Its own network has no way out.
      NetworkMode: 'host',
      Devices: accelerator === 'kvm' ? [kvm] : [],
    },
  };
}

async function answers(port: number, signal: AbortSignal): Promise<boolean> {
  try {
    const within = AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]);
    return (await fetch(`http://127.0.0.1:${port}/_ping`, { signal: within })).ok;
  } catch {
    signal.throwIfAborted();
    return false;
  }
}
