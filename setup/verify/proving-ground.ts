import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type Docker from 'dockerode';
import { createDockerCourseRegistry } from '../../server/registry/docker-course-registry.ts';
import type { SandboxLimits } from '../../server/sandbox/container-options.ts';
import { createDockerSandboxHarness } from '../../server/sandbox/docker-sandbox-harness.ts';
import type { ReadySandbox } from '../../server/sandbox/port.ts';
import { Terminals } from '../../server/terminal/terminals.ts';
import { sandboxIdSchema } from '../../src/shared/ids.ts';

/** A gateway starts in a second, a sandbox in half of one; a machine under load takes its time. */
const START_TIMEOUT_MS = 60_000;

export interface ProvingGroundOptions {
  readonly docker: Docker;
  readonly images: {
    readonly sandbox: string;
    readonly gateway: string;
    readonly keeper: string;
    readonly imageStore: string;
  };
  /** The volume with the images of the course. */
  readonly registryVolume: string;
  readonly limits: SandboxLimits;
}

/** Gives out sandboxes as learners have them, with the course registry beside them and nobody else about. */
export interface ProvingGround extends AsyncDisposable {
  /** The shells in its sandboxes. */
  readonly terminals: Terminals;
  /** Runs `work` in a new sandbox, which is gone afterwards, whatever came of it. */
  inSandbox<T>(signal: AbortSignal, work: (sandbox: ReadySandbox) => Promise<T>): Promise<T>;
}

/** Composes what the server does, in an installation of its own that leaves nothing behind. */
export async function createProvingGround(options: ProvingGroundOptions): Promise<ProvingGround> {
  const { docker, images, limits, registryVolume: volume } = options;
  const installation = randomBytes(4).toString('hex');
  await using starting = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'drydock-verify-'));
  starting.defer(() => rm(folder, { recursive: true, force: true }));

  const registry = createDockerCourseRegistry({ docker, installation, image: images.gateway, volume });
  starting.defer(() => registry.remove(AbortSignal.timeout(START_TIMEOUT_MS)));
  const network = await registry.start(AbortSignal.timeout(START_TIMEOUT_MS));
  const { host } = starting.use(await createDockerSandboxHarness(images, { docker, installation, network, limits }));
  // What shells say of their own accord is no part of a proof; a shell that can't be reached fails the one who waits for it.
  const terminals = starting.use(new Terminals({ folder, onCommandFinished: () => {}, onError: () => {} }));
  const all = starting.move();

  return {
    terminals,
    async inSandbox(signal, work) {
      const id = sandboxIdSchema.parse(randomBytes(8).toString('hex'));
      try {
        const sandbox = await host.open(id, AbortSignal.any([signal, AbortSignal.timeout(START_TIMEOUT_MS)]));
        return await work(sandbox);
      } finally {
        await host.remove([id]);
      }
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}
