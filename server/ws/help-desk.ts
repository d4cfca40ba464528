import type { HelpId, HelpPlace } from '../../src/shared/help-views.ts';
import type { ClassId, LearnerId } from '../../src/shared/ids.ts';
import {
  decideHelp,
  type HelpActor,
  type HelpEvent,
  type HelpRefusal,
  type HelpSession,
  mayLook,
  mayType,
  newHelpSession,
} from '../domain/help.ts';
import { SingleFlight } from '../domain/single-flight.ts';
import { LearnerError } from '../errors.ts';
import type { ClassEvent, ClassNote, HelpChange, HelpRecords } from '../storage/help-port.ts';
import { HelpLimits } from './help-limits.ts';
import { refuseHelp } from './help-words.ts';

/** How late another server's doings, and a right that was lost, are heard of. */
const LOOK_EVERY_MS = 1_000;

/** A lid that is closed for a moment ends nothing; nobody looks on for longer without the other there. */
const AWAY_MS = 3 * 60_000;

/** Who has gone home has not lowered their hand. */
const HAND_AWAY_MS = 15 * 60_000;

const EVENTS_AT_ONCE = 500;

/** What one person helps with at a time. */
const MAX_HELPED = 8;

/** Many times what ends within the moment that a reading takes. */
const MAX_REMEMBERED = 1_000;

/** How often it is told who types. */
const TYPED_EVERY_MS = 700;

export type HelpNews =
  /** It has changed; one that is over says so in its state. */
  | { readonly kind: 'session'; readonly session: HelpSession }
  | { readonly kind: 'note'; readonly event: ClassEvent & { readonly event: ClassNote } }
  | { readonly kind: 'typed'; readonly session: HelpId; readonly isLearner: boolean }
  /** Somebody came or went, or said where they are. */
  | { readonly kind: 'presence' };

/** Whom news is about: a learner, a class as its staff see it, a class as all of its learners see it. */
export type HelpTopic = `learner/${LearnerId}` | `class/${ClassId}` | `all/${ClassId}`;

export interface HelpDeskOptions {
  readonly records: HelpRecords;
  readonly newId: () => HelpId;
  readonly now: () => number;
  /** A hint was given, by this server or another. */
  readonly onHint: (learnerId: LearnerId, exercise: string) => void;
  readonly onError: (error: unknown) => void;
}

interface Presence {
  learnerMs: number;
  helperMs: number;
}

/**
 * All help sessions that are not over, as the log says: what any server does to them is heard of by this one. What may be seen and typed is asked here, at once, at every frame.
 */
export class HelpDesk implements Disposable {
  readonly limits = new HelpLimits();
  readonly #options: HelpDeskOptions;
  readonly #sessions = new Map<HelpId, HelpSession>();
  readonly #byLearner = new Map<LearnerId, HelpId>();
  readonly #listeners = new Map<string, Set<(news: HelpNews) => void>>();
  readonly #present = new Map<LearnerId, number>();
  readonly #listing = new Map<ClassId, Map<LearnerId, number>>();
  readonly #places = new Map<LearnerId, HelpPlace | null>();
  readonly #presences = new Map<HelpId, Presence>();
  /** What a learner has just taken back, before the log says so. */
  readonly #barred = new Map<HelpId, 'looking' | 'typing'>();
  /** Ended of late: what was read of them before is not taken for news. */
  readonly #over = new Set<HelpId>();
  readonly #typed = new Map<HelpId, { readonly isLearner: boolean; readonly ms: number }>();
  readonly #checks = new Set<() => void>();
  readonly #pump = new SingleFlight(() => this.#readOn());
  readonly #timer: NodeJS.Timeout;
  #loading: Promise<void> | undefined;
  #last = 0;

  constructor(options: HelpDeskOptions) {
    this.#options = options;
    this.#timer = setInterval(() => void this.look(), LOOK_EVERY_MS).unref();
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
    this.#listeners.clear();
    this.#checks.clear();
  }

  /** To be awaited before anything is asked here. */
  ready(): Promise<void> {
    this.#loading ??= this.#load().catch((error: unknown) => {
      this.#loading = undefined;
      throw error;
    });
    return this.#loading;
  }

  session(id: HelpId): HelpSession | undefined {
    return this.#sessions.get(id);
  }

  ofLearner(learnerId: LearnerId): HelpSession | undefined {
    const id = this.#byLearner.get(learnerId);
    return id && this.#sessions.get(id);
  }

  ofClass(classId: ClassId): readonly HelpSession[] {
    return [...this.#sessions.values()].filter((session) => session.classId === classId);
  }

  mayLook(id: HelpId, helperId: LearnerId): boolean {
    const session = this.#sessions.get(id);
    return session !== undefined && this.#barred.get(id) !== 'looking' && mayLook(session, helperId);
  }

  /** Asked at every frame. */
  mayType(id: HelpId, helperId: LearnerId): boolean {
    const session = this.#sessions.get(id);
    return session !== undefined && !this.#barred.has(id) && mayType(session, helperId);
  }

  /** Where the learner's page said last that they are, or else the session's log. */
  placeOf({ learnerId, place }: HelpSession): HelpPlace | null {
    return this.#places.get(learnerId) ?? place;
  }

  isHere(learnerId: LearnerId): boolean {
    return this.#present.has(learnerId);
  }

  /** Who of the class's staff has its hands before them, on this server. */
  listing(classId: ClassId): readonly LearnerId[] {
    return [...(this.#listing.get(classId)?.keys() ?? [])];
  }

  listen(topic: HelpTopic, listener: (news: HelpNews) => void): Disposable {
    const listeners = this.#listeners.get(topic) ?? new Set();
    this.#listeners.set(topic, listeners.add(listener));
    return {
      [Symbol.dispose]: () => {
        listeners.delete(listener);
        if (listeners.size === 0 && this.#listeners.get(topic) === listeners) this.#listeners.delete(topic);
      },
    };
  }

  /** Called every second, and after each change that came from elsewhere. */
  check(check: () => void): Disposable {
    this.#checks.add(check);
    return { [Symbol.dispose]: () => void this.#checks.delete(check) };
  }

  /** A page of this person is open, whether they learn or help. */
  attend(id: LearnerId): Disposable {
    this.#present.set(id, (this.#present.get(id) ?? 0) + 1);
    this.#tellPresence(id);
    return {
      [Symbol.dispose]: () => {
        const left = (this.#present.get(id) ?? 1) - 1;
        if (left > 0) this.#present.set(id, left);
        else {
          this.#present.delete(id);
          this.#places.delete(id);
        }
        this.#tellPresence(id);
      },
    };
  }

  placeLearner(id: LearnerId, place: HelpPlace | null): void {
    this.#places.set(id, place);
    this.#tellPresence(id);
  }

  /** A member of staff has the class's hands before them. */
  list(classId: ClassId, id: LearnerId): Disposable {
    const listing = this.#listing.get(classId) ?? new Map<LearnerId, number>();
    this.#listing.set(classId, listing.set(id, (listing.get(id) ?? 0) + 1));
    this.#tell(`all/${classId}`, { kind: 'presence' });
    return {
      [Symbol.dispose]: () => {
        const left = (listing.get(id) ?? 1) - 1;
        if (left > 0) listing.set(id, left);
        else listing.delete(id);
        if (listing.size === 0) this.#listing.delete(classId);
        this.#tell(`all/${classId}`, { kind: 'presence' });
      },
    };
  }

  /** Raises the learner's hand, or asks them to be let look. Throws a `LearnerError`. */
  async begin(
    { classId, learnerId }: Pick<HelpSession, 'classId' | 'learnerId'>,
    actor: Exclude<HelpActor, { kind: 'platform' }>,
    event: Extract<HelpEvent, { kind: 'raised' | 'asked' }>,
  ): Promise<HelpSession> {
    await this.ready();
    const byId = actor.kind === 'staff' ? actor.id : learnerId;
    if (actor.kind === 'staff') this.#requireHands(actor.id);
    return this.#change(learnerId, (latest) => {
      const isOpen = latest !== undefined && latest.state.stage !== 'ended';
      // A hand that was raised in another class is answered there.
      if (isOpen && latest.classId !== classId) return { kind: 'refuse', refusal: 'taken' };
      const session = isOpen ? latest : newHelpSession({ id: this.#options.newId(), classId, learnerId });
      const decision = decideHelp(session, actor, event);
      if (decision !== 'allowed') return { kind: 'refuse', refusal: decision };
      return { kind: 'append', session, byId, event };
    });
  }

  /** Does something in a session. `by`: whose page it is; where they are not its learner, they act as staff of its class. Throws a `LearnerError`. */
  async act(classId: ClassId, id: HelpId, by: LearnerId | 'platform', event: HelpEvent): Promise<void> {
    const isTakenBack = event.kind === 'taken-back' || event.kind === 'ended';
    // Before anything is awaited: from here on not a key more. Where it can't be kept, it stays so.
    const isBarring = isTakenBack && this.#sessions.get(id)?.learnerId === by;
    if (isBarring) this.#barred.set(id, event.kind === 'ended' ? 'looking' : 'typing');
    try {
      await this.#act(classId, id, by, event);
      if (isBarring || event.kind === 'handed-over') this.#barred.delete(id);
    } catch (error) {
      if (isBarring && error instanceof LearnerError) this.#barred.delete(id);
      throw error;
    }
  }

  async #act(classId: ClassId, id: HelpId, by: LearnerId | 'platform', event: HelpEvent): Promise<void> {
    await this.ready();
    const known = this.#sessions.get(id);
    if (known?.classId !== classId) throw refuseHelp('over');
    const { learnerId } = known;
    const actor: HelpActor =
      by === 'platform' ? { kind: 'platform' } : by === learnerId ? { kind: 'learner' } : { kind: 'staff', id: by };
    await this.#change(learnerId, (latest) => {
      if (latest?.id !== id) return { kind: 'refuse', refusal: 'over' };
      const decision = decideHelp(latest, actor, event);
      if (decision !== 'allowed') return { kind: 'refuse', refusal: decision };
      return { kind: 'append', session: latest, byId: by === 'platform' ? null : by, event };
    });
  }

  async note(note: Parameters<HelpRecords['note']>[0]): Promise<void> {
    await this.ready();
    await this.#options.records.note(note);
    await this.#pump.run();
  }

  /** Somebody typed into the terminal while both may. */
  noteTyped(session: HelpSession, isLearner: boolean): void {
    const now = this.#options.now();
    const last = this.#typed.get(session.id);
    if (last && last.isLearner === isLearner && now - last.ms < TYPED_EVERY_MS) return;
    this.#typed.set(session.id, { isLearner, ms: now });
    const news: HelpNews = { kind: 'typed', session: session.id, isLearner };
    this.#tell(`learner/${session.learnerId}`, news);
    this.#tell(`class/${session.classId}`, news);
  }

  /** What the timer does: reads what others have done, and looks who is still there. */
  async look(): Promise<void> {
    if (this.#listeners.size === 0 && this.#sessions.size === 0) return;
    try {
      await this.ready();
      await this.#pump.run();
      for (const check of [...this.#checks]) check();
      this.limits.tidy();
      await this.#endLeft();
    } catch (error) {
      this.#options.onError(error);
    }
  }

  async #load(): Promise<void> {
    const { records } = this.#options;
    // What comes meanwhile is read again.
    this.#last = await records.newest();
    for (const session of await records.open()) this.#take(session);
  }

  async #readOn(): Promise<void> {
    const { records, onHint, onError } = this.#options;
    try {
      for (;;) {
        const events = await records.after(this.#last, EVENTS_AT_ONCE);
        const ids = new Set(events.map(({ session }) => session).filter((id) => id !== null));
        for (const id of ids) {
          const session = await records.session(id);
          if (session) this.#take(session);
        }
        for (const event of events) {
          if (!isNote(event)) continue;
          if (event.event.kind === 'hint' && event.learnerId) onHint(event.learnerId, event.event.exercise);
          this.#tell(event.learnerId ? `learner/${event.learnerId}` : `all/${event.classId}`, { kind: 'note', event });
        }
        this.#last = events.at(-1)?.sequence ?? this.#last;
        if (events.length < EVENTS_AT_ONCE) return;
      }
    } catch (error) {
      onError(error);
    }
  }

  async #change(
    learnerId: LearnerId,
    decide: (latest: HelpSession | undefined) => HelpChange<HelpRefusal>,
  ): Promise<HelpSession> {
    const outcome = await this.#options.records.change(learnerId, decide);
    if ('refusal' in outcome) throw refuseHelp(outcome.refusal);
    this.#take(outcome.session);
    return outcome.session;
  }

  /** One that is no news, because it was here before its line was read, tells nobody anything. */
  #take(session: HelpSession): void {
    const { id, learnerId, classId, state } = session;
    const known = this.#sessions.get(id);
    const isOver = state.stage === 'ended';
    if (known ? known.length >= session.length : isOver || this.#over.has(id)) return;
    if (isOver) {
      this.#over.add(id);
      for (const oldest of this.#over) if (this.#over.size > MAX_REMEMBERED) this.#over.delete(oldest);
      this.#sessions.delete(id);
      if (this.#byLearner.get(learnerId) === id) this.#byLearner.delete(learnerId);
      this.#presences.delete(id);
      this.#typed.delete(id);
    } else {
      this.#sessions.set(id, session);
      const now = this.#options.now();
      if (!this.#presences.has(id)) this.#presences.set(id, { learnerMs: now, helperMs: now });
      this.#byLearner.set(learnerId, id);
    }
    for (const topic of [`learner/${learnerId}`, `class/${classId}`, `all/${classId}`] as const) {
      this.#tell(topic, { kind: 'session', session });
    }
  }

  #tell(topic: HelpTopic, news: HelpNews): void {
    for (const listener of [...(this.#listeners.get(topic) ?? [])]) listener(news);
  }

  #tellPresence(id: LearnerId): void {
    const session = this.ofLearner(id);
    if (session) this.#tell(`class/${session.classId}`, { kind: 'presence' });
  }

  #requireHands(id: LearnerId): void {
    const helped = [...this.#sessions.values()].filter(({ state }) => 'helperId' in state && state.helperId === id);
    if (helped.length < MAX_HELPED) return;
    throw new LearnerError(
      'help-refused',
      `You help ${MAX_HELPED} learners already, or have asked them. End one of these first.`,
    );
  }

  /** Ends what one of the two has left for long. Nobody knows of the time before this server saw the session first. */
  async #endLeft(): Promise<void> {
    const now = this.#options.now();
    for (const session of [...this.#sessions.values()]) {
      const { id, classId, learnerId, state } = session;
      const presence = this.#presences.get(id);
      if (!presence) continue;
      if (this.isHere(learnerId)) presence.learnerMs = now;
      if (!('helperId' in state) || this.isHere(state.helperId)) presence.helperMs = now;
      const limitMs = state.stage === 'raised' ? HAND_AWAY_MS : AWAY_MS;
      if (now - Math.min(presence.learnerMs, presence.helperMs) < limitMs) continue;
      await this.act(classId, id, 'platform', { kind: 'ended', reason: 'away' }).catch((error: unknown) => {
        // Somebody was quicker.
        if (!(error instanceof LearnerError)) throw error;
      });
    }
  }
}

function isNote(event: ClassEvent): event is ClassEvent & { readonly event: ClassNote } {
  return event.session === null;
}
