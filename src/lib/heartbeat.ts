import { HEARTBEAT_MS } from '../shared/protocol/index.ts';

/** Rule 5. */
const ANSWER_TIMEOUT_MS = 10_000;

/** How often the clock is looked at: a timer does not count the time that a machine slept. */
const LOOK_EVERY_MS = 5_000;

/** A look that comes later than this was not late: the machine slept, or the browser let the page sleep. */
const OVERSLEPT_MS = 2 * LOOK_EVERY_MS;

/** After sleep the network is most likely gone; who waits for it would sooner have a new connection than know for sure. */
const WAKE_TIMEOUT_MS = 2_000;

/** What is typed gets an echo within this, where there is a network. */
const RELIANCE_TIMEOUT_MS = 5_000;

export interface HeartbeatEvents {
  /** Sends something that is answered. */
  readonly ask: () => void;
  /** Nothing was heard in time: the network is gone without a word. */
  readonly onLost: () => void;
}

/** Rule 5: notices when a socket has died that looks alive. */
export class Heartbeat {
  readonly #events: HeartbeatEvents;
  #look: ReturnType<typeof setTimeout> | undefined;
  #answer: ReturnType<typeof setTimeout> | undefined;
  /** When the answer is due, by `Date.now()`. */
  #dueMs = Number.POSITIVE_INFINITY;
  #heardMs = 0;

  constructor(events: HeartbeatEvents) {
    this.#events = events;
  }

  start(): void {
    this.stop();
    this.heard();
    this.#lookLater();
  }

  stop(): void {
    clearTimeout(this.#look);
    this.#forgive();
  }

  /** Something came. */
  heard(): void {
    this.#heardMs = Date.now();
    if (this.#answer !== undefined) this.#forgive();
  }

  /** The page, the machine or the network is back from somewhere. */
  wake(): void {
    this.#ask(WAKE_TIMEOUT_MS);
  }

  /** The learner does something that they expect an answer to. */
  rely(): void {
    if (Date.now() - this.#heardMs >= LOOK_EVERY_MS) this.#ask(RELIANCE_TIMEOUT_MS);
  }

  #lookLater(): void {
    const now = Date.now();
    // A clock that was put back.
    this.#heardMs = Math.min(this.#heardMs, now);
    const untilDue = this.#heardMs + HEARTBEAT_MS - now;
    this.#look = setTimeout(
      () => {
        const lookedMs = Date.now();
        if (lookedMs - now > OVERSLEPT_MS) this.wake();
        else if (lookedMs - this.#heardMs >= HEARTBEAT_MS) this.#ask(ANSWER_TIMEOUT_MS);
        this.#lookLater();
      },
      untilDue > 0 ? Math.min(untilDue, LOOK_EVERY_MS) : LOOK_EVERY_MS,
    );
  }

  /** Asks, unless an answer is awaited that is due as soon. */
  #ask(timeoutMs: number): void {
    const due = Date.now() + timeoutMs;
    if (due >= this.#dueMs) return;
    this.#dueMs = due;
    clearTimeout(this.#answer);
    this.#answer = setTimeout(() => this.#events.onLost(), timeoutMs);
    this.#events.ask();
  }

  #forgive(): void {
    clearTimeout(this.#answer);
    this.#answer = undefined;
    this.#dueMs = Number.POSITIVE_INFINITY;
  }
}
