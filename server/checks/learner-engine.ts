import type { Agent } from 'node:http';
import { createDialAgent } from '../sandbox/dial-agent.ts';
import { EngineAsleepError } from '../sandbox/errors.ts';
import type { ReadySandbox } from '../sandbox/port.ts';
import { type Change, EVERYTHING } from './changes.ts';
import { watchEngine } from './engine-watch.ts';
import { httpGet } from './http-get.ts';

/** A start takes half a second; thirty at once on two cores take ten. */
const START_TIMEOUT_MS = 20_000;

/** The Docker Engine of one sandbox: followed from when it is started, and asked only then. */
export class LearnerEngine implements Disposable {
  /** Refuses with `EngineAsleepError` as long as the engine has not been started: to look must not start it, and one that starts is not waited for. */
  readonly agent: Agent;
  readonly #sandbox: ReadySandbox;
  readonly #watchAgent: Agent;
  readonly #watch: Disposable;
  #isStarted = false;

  constructor(
    sandbox: ReadySandbox,
    /** Hears `EVERYTHING` where what happened was missed; else of an event. */
    onChange: (change: Change, isEvent: boolean) => void,
  ) {
    this.#sandbox = sandbox;
    this.agent = createDialAgent(
      {
        dial: async (target, signal) => {
          if (!this.#isStarted) throw new EngineAsleepError('The engine has not been started.');
          return sandbox.dial(target, signal);
        },
      },
      { kind: 'engine' },
    );
    this.#watchAgent = createDialAgent(sandbox, { kind: 'started-engine' });
    this.#watch = watchEngine(this.#watchAgent, {
      onConnected: () => {
        this.#isStarted = true;
        onChange(EVERYTHING, false);
      },
      onChange: (change) => onChange(change, true),
    });
  }

  /**
   * Starts it where nobody has, and waits until it answers. Resolves with false where that takes too long: it may still come, and is heard of then. Rejects where it
   * can't be reached at all.
   */
  async start(signal: AbortSignal): Promise<boolean> {
    if (this.#isStarted) return true;
    const agent = createDialAgent(this.#sandbox, { kind: 'engine' });
    const timeout = AbortSignal.timeout(START_TIMEOUT_MS);
    try {
      const until = AbortSignal.any([signal, timeout]);
      await httpGet({ agent, host: 'engine', path: '/_ping', maxBytes: 64, signal: until });
      this.#isStarted = true;
      return true;
    } catch (error) {
      if (timeout.aborted) return false;
      throw error;
    } finally {
      agent.destroy();
    }
  }

  [Symbol.dispose](): void {
    this.#watch[Symbol.dispose]();
    this.agent.destroy();
    this.#watchAgent.destroy();
  }
}
