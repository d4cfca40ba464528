import * as z from 'zod/mini';
import type { CommandBlock, RunOutcome } from './connection.ts';

/** The window of its own has said nothing for so long when it is taken for closed: it crashed, or the browser did. */
const SILENCE_MS = 6_000;
const ASK_EVERY_MS = 2_000;

/** A window that is being reloaded is back within this time. */
const RELOAD_MS = 1_000;

/** As connection.ts bounds a run, and a little more. */
const RUN_TIMEOUT_MS = 35_000;

const NAME = 'drydock.terminal';
const runIdSchema = z.string().check(z.maxLength(64));
const outcomeSchema = z.enum(['typed', 'busy', 'unsent', 'full']);

/** What the windows of one browser say to each other about their terminals. */
const messageSchema = z.discriminatedUnion('type', [
  /** To the window of its own: is it there? */
  z.object({ type: z.literal('ask') }),
  z.object({ type: z.literal('here') }),
  z.object({ type: z.literal('gone') }),
  /** To the window of its own: the terminals are wanted in a lesson again. */
  z.object({ type: z.literal('come-back') }),
  z.object({ type: z.literal('run'), id: runIdSchema, lesson: z.string(), block: z.int(), isNew: z.boolean() }),
  z.object({ type: z.literal('ran'), id: runIdSchema, outcome: outcomeSchema }),
]);
type Message = z.infer<typeof messageSchema>;

type Outcome = RunOutcome | 'full';

class Channel implements Disposable {
  readonly #channel = new BroadcastChannel(NAME);

  constructor(onMessage: (message: Message) => void) {
    this.#channel.onmessage = ({ data }: MessageEvent<unknown>) => {
      const message = messageSchema.safeParse(data);
      if (message.success) onMessage(message.data);
    };
  }

  say(message: Message): void {
    this.#channel.postMessage(message);
  }

  [Symbol.dispose](): void {
    this.#channel.close();
  }
}

/** Opens the window, or brings it to the front. `false` where the browser did not allow it. */
export function openPopOut(): boolean {
  const features = `popup,width=${Math.min(980, screen.availWidth)},height=${Math.min(640, screen.availHeight)}`;
  const opened = window.open('/terminal/', NAME, features);
  opened?.focus();
  return opened !== null;
}

export interface PopOutEvents {
  /** The terminals are in a window of their own. */
  onOut(): void;
  /** They are not any more. */
  onBack(): void;
}

/** What a lesson's page knows of the window of its own. */
export class PopOutWatch {
  readonly #events: PopOutEvents;
  readonly #channel: Channel;
  readonly #runs = new Map<string, (outcome: Outcome) => void>();
  #isOut: boolean;
  #heard = performance.now();
  #asking: ReturnType<typeof setInterval> | undefined;
  #leaving: ReturnType<typeof setTimeout> | undefined;

  /** `isExpected`: it was out when the learner was here last. */
  constructor(isExpected: boolean, events: PopOutEvents) {
    this.#events = events;
    this.#isOut = isExpected;
    this.#channel = new Channel((message) => this.#hear(message));
    this.#channel.say({ type: 'ask' });
    if (isExpected) this.#keepAsking();
  }

  bringBack(): void {
    this.#channel.say({ type: 'come-back' });
  }

  /** Has a command block run in the window of its own. */
  run({ lesson, block }: CommandBlock, isNew: boolean): Promise<Outcome> {
    const id = crypto.getRandomValues(new Uint32Array(2)).join('-');
    return new Promise((resolve) => {
      const timer = setTimeout(() => answer('unsent'), RUN_TIMEOUT_MS);
      const answer = (outcome: Outcome) => {
        clearTimeout(timer);
        this.#runs.delete(id);
        resolve(outcome);
      };
      this.#runs.set(id, answer);
      this.#channel.say({ type: 'run', id, lesson, block, isNew });
    });
  }

  #hear(message: Message): void {
    if (message.type === 'here') this.#noteHere();
    else if (message.type === 'gone') this.#noteGone();
    else if (message.type === 'ran') this.#runs.get(message.id)?.(message.outcome);
  }

  #noteHere(): void {
    this.#heard = performance.now();
    clearTimeout(this.#leaving);
    if (this.#isOut) return;
    this.#isOut = true;
    this.#keepAsking();
    this.#events.onOut();
  }

  #noteGone(): void {
    clearTimeout(this.#leaving);
    if (this.#isOut) this.#leaving = setTimeout(() => this.#return(), RELOAD_MS);
  }

  #keepAsking(): void {
    this.#heard = performance.now();
    clearInterval(this.#asking);
    this.#asking = setInterval(() => {
      if (performance.now() - this.#heard > SILENCE_MS) this.#return();
      else this.#channel.say({ type: 'ask' });
    }, ASK_EVERY_MS);
  }

  #return(): void {
    clearInterval(this.#asking);
    clearTimeout(this.#leaving);
    this.#isOut = false;
    for (const answer of [...this.#runs.values()]) answer('unsent');
    this.#events.onBack();
  }
}

/** The window of its own makes itself known to the lessons' pages. */
export function announcePopOut(onRun: (block: CommandBlock, isNew: boolean) => Promise<Outcome>): void {
  // Browsers close only windows that a page has opened. One that stays is a second window on the same shells, no more.
  let isOver = false;
  const channel = new Channel((message) => {
    if (isOver) return;
    switch (message.type) {
      case 'ask':
        return channel.say({ type: 'here' });
      case 'come-back':
        isOver = true;
        channel.say({ type: 'gone' });
        return window.close();
      case 'run': {
        const { id, lesson, block, isNew } = message;
        window.focus();
        void onRun({ lesson, block }, isNew).then((outcome) => channel.say({ type: 'ran', id, outcome }));
        return;
      }
      case 'here':
      case 'gone':
      case 'ran':
        return;
    }
  });
  channel.say({ type: 'here' });
  addEventListener('pagehide', () => channel.say({ type: 'gone' }));
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted && !isOver) channel.say({ type: 'here' });
  });
}
