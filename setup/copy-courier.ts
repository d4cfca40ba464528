import { finished } from 'node:stream/promises';
import type Docker from 'dockerode';
import { roleLabel } from '../server/domain/docker-names.ts';
import { unlessMissing } from '../server/domain/engine-errors.ts';
import { exitCodeOf } from '../server/sandbox/exec-exit.ts';
import { MultiplexedStream } from '../server/sandbox/multiplexed-stream.ts';
import { createLineTail } from './line-tail.ts';

/** A container with skopeo, on the network of the engine's host. It goes with its disposal, and what it does with it. */
export interface Courier extends AsyncDisposable {
  run(command: readonly string[], onLine: (line: string) => void): Promise<CourierRun>;
}

export interface CourierRun {
  readonly exitCode: number;
  readonly output: Buffer;
  /** The last of what it said beside its output. */
  readonly said: readonly string[];
}

/** One that was left by a set-up that was killed ends by itself. Several hours fill a course over a slow line. */
const MAX_SECONDS = 12 * 3600;

/** The distribution specification asks for manifests of no more; skopeo prints nothing larger here. */
const MAX_OUTPUT_BYTES = 4 * 1024 ** 2;

/** The image with skopeo. */
export const COURIER = { name: 'courier', title: 'the courier image', step: 'Building the courier image' };

const PROXY_VARIABLES = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY'].flatMap((name) => [name, name.toLowerCase()]);

/** `name` is the container's: another that was left under it goes first. */
export async function sendCourier(
  docker: Docker,
  { name, image, environment }: { name: string; image: string; environment: NodeJS.ProcessEnv },
  signal: AbortSignal,
): Promise<Courier> {
  await unlessMissing(docker.getContainer(name).remove({ force: true }));
  const container = await docker.createContainer({
    Image: image,
    Cmd: ['sleep', String(MAX_SECONDS)],
    name,
    Env: PROXY_VARIABLES.flatMap((variable) => (environment[variable] ? [`${variable}=${environment[variable]}`] : [])),
    Labels: { [roleLabel]: 'fill' },
    HostConfig: {
      // Names, proxies and a registry on this machine are to be had as the host has them.
      NetworkMode: 'host',
      Init: true,
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges'],
    },
  });
  const removed = async () => {
    await unlessMissing(container.remove({ force: true }));
  };
  try {
    await container.start();
  } catch (error) {
    await removed();
    throw error;
  }
  return {
    run: (command, onLine) => runIn(container, command, onLine, signal),
    [Symbol.asyncDispose]: removed,
  };
}

async function runIn(
  container: Docker.Container,
  command: readonly string[],
  onLine: (line: string) => void,
  abortSignal: AbortSignal,
): Promise<CourierRun> {
  const exec = await container.exec({ Cmd: [...command], AttachStdout: true, AttachStderr: true, abortSignal });
  const stream = await exec.start({ abortSignal });
  const output: Buffer[] = [];
  let outputBytes = 0;
  const tail = createLineTail(onLine);
  const multiplexed = new MultiplexedStream();
  stream.on('data', (chunk: Buffer) => {
    for (const { stream: of, bytes } of multiplexed.feed(chunk)) {
      if (of === 'stderr') tail.write(bytes.toString());
      else if ((outputBytes += bytes.length) <= MAX_OUTPUT_BYTES) output.push(bytes);
    }
  });
  await finished(stream, { signal: abortSignal });
  tail.end();
  const exitCode = await exitCodeOf(exec, abortSignal);
  return { exitCode, output: Buffer.concat(output), said: tail.lines };
}
