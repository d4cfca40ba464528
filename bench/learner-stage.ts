import Docker from 'dockerode';
import type { RunningDrydock } from '../e2e/running-drydock.ts';
import { newLearner } from './page-client.ts';
import { type ListedSandbox, newestSandbox, startDrydock } from './stage.ts';
import { TerminalClient } from './terminal-client.ts';
import { rawTypedShell, type TypedShell } from './typed-shell.ts';

/** A Drydock with one learner, whose shell can be reached through it and past it. */
export interface LearnerStage extends AsyncDisposable {
  readonly drydock: RunningDrydock;
  readonly cookie: string;
  readonly sandbox: ListedSandbox;
  /** Through the server, at its prompt. */
  readonly ours: TypedShell;
  /** Another shell in the same sandbox by the host engine's API, at its prompt. */
  readonly raw: TypedShell;
}

export async function createLearnerStage(signal: AbortSignal): Promise<LearnerStage> {
  await using stack = new AsyncDisposableStack();
  // Without a warm pool, so that the newest sandbox is the learner's.
  const drydock = stack.use(await startDrydock({ DRYDOCK_POOL_MAX: '0' }, signal));
  const cookie = await newLearner(drydock.url);
  const ours = stack.use(await TerminalClient.open({ url: drydock.url, cookie }));
  await ours.output.untilPrompt();
  const sandbox = await newestSandbox(new Docker(), drydock);
  const raw = stack.use(await rawTypedShell(sandbox.container));
  const all = stack.move();
  return { drydock, cookie, sandbox, ours, raw, [Symbol.asyncDispose]: () => all.disposeAsync() };
}
