import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type Docker from 'dockerode';
import { drawAccountName } from '../../server/domain/account-names.ts';
import { type RegistryLogin, registryPassword } from '../../server/domain/registry-account.ts';
import { createDockerCourseRegistry } from '../../server/registry/docker-course-registry.ts';
import { placeRegistryLogin } from '../../server/registry/place-login.ts';
import type { SandboxLimits } from '../../server/sandbox/container-options.ts';
import { createDockerSandboxHarness } from '../../server/sandbox/docker-sandbox-harness.ts';
import type { ReadySandbox } from '../../server/sandbox/port.ts';
import { Terminals } from '../../server/terminal/terminals.ts';
import { sandboxIdSchema } from '../../src/shared/ids.ts';

/** A gateway starts in a second, a sandbox in half of one; a machine under load takes its time. */
const START_TIMEOUT_MS = 60_000;

/** What a learner has where an installation says nothing else. */
const QUOTA_BYTES = 512 * 1024 ** 2;

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
  /**
   * Runs `work` in a new sandbox, which is gone afterwards, whatever came of it. Its login for the course registry is in it, as a learner's is: its account is
   * nobody else's. A lesson shows the account in its output, so one that `accountOf` names has the same at every run, by a rare chance another lesson's too.
   */
  inSandbox<T>(
    signal: AbortSignal,
    work: (sandbox: ReadySandbox, login: RegistryLogin) => Promise<T>,
    accountOf?: string,
  ): Promise<T>;
}

/** Composes what the server does, in an installation of its own that leaves nothing behind. */
export async function createProvingGround(options: ProvingGroundOptions): Promise<ProvingGround> {
  const { docker, images, limits, registryVolume: volume } = options;
  const installation = randomBytes(4).toString('hex');
  await using starting = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'drydock-verify-'));
  starting.defer(() => rm(folder, { recursive: true, force: true }));

  const accounts = { secret: randomBytes(32).toString('hex'), quotaBytes: QUOTA_BYTES };
  const registry = createDockerCourseRegistry({ docker, installation, image: images.gateway, volume, accounts });
  starting.defer(() => registry.remove(AbortSignal.timeout(START_TIMEOUT_MS)));
  const network = await registry.start(AbortSignal.timeout(START_TIMEOUT_MS));
  const { host } = starting.use(await createDockerSandboxHarness(images, { docker, installation, network, limits }));
  // What shells say of their own accord is no part of a proof; a shell that can't be reached fails the one who waits for it.
  const terminals = starting.use(new Terminals({ folder, onCommandFinished: () => {}, onError: () => {} }));
  const all = starting.move();

  return {
    terminals,
    async inSandbox(signal, work, accountOf) {
      const id = sandboxIdSchema.parse(randomBytes(8).toString('hex'));
      const account = accountOf === undefined ? `proof-${id}` : drawAccountName(drawingFrom(accountOf));
      const login = { account, password: registryPassword(accounts.secret, account) };
      try {
        const inTime = AbortSignal.any([signal, AbortSignal.timeout(START_TIMEOUT_MS)]);
        const sandbox = await host.open(id, inTime);
        await placeRegistryLogin(sandbox, login, inTime);
        return await work(sandbox, login);
      } finally {
        await host.remove([id]);
      }
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

/** Numbers by chance that are the same for one text, always. */
function drawingFrom(text: string): (limit: number) => number {
  let drawn = 0;
  return (limit) => createHash('sha256').update(`${drawn++} ${text}`).digest().readUInt32BE() % limit;
}
