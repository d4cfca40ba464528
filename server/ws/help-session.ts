import type { HelpId, HelpPlace, LearnerHelp, StaffHelp } from '../../src/shared/help-views.ts';
import type { ClassId, LearnerId } from '../../src/shared/ids.ts';
import type { ClientMessage, ServerMessage } from '../../src/shared/protocol/index.ts';
import type { Visitor } from '../domain/access.ts';
import type { HelpEvent, HelpSession } from '../domain/help.ts';
import { PacedFlight } from '../domain/paced-flight.ts';
import type { Access } from '../edge/access.ts';
import { LearnerError } from '../errors.ts';
import type { ClassRecords, Member } from '../storage/class-port.ts';
import type { HelpRecords } from '../storage/help-port.ts';
import type { HelpDesk, HelpNews } from './help-desk.ts';
import { HelpLook, type HelpLookOptions } from './help-look.ts';
import { refuseHelp } from './help-words.ts';

/** What is shown of the messages that wait; the older ones come when these are put away. */
const MAX_MESSAGES = 20;

/** Classes that one page lists the hands of, and learners that it looks at. */
const MAX_LISTED = 20;
const MAX_LOOKS = 8;

/** A class that all raise their hands at once is told in a handful of lists. */
const TELLING = { atOnce: 4, perSecond: 2 };

/** Of somebody who is not in the class: an administrator, who runs every one, or who has left. */
const NAMELESS = 'An instructor';

type HelpMessage = Extract<ClientMessage, { type: `help.${string}` }>;
type MessageOf<Type extends HelpMessage['type']> = Extract<HelpMessage, { type: Type }>;

export interface PageHelpOptions
  extends Pick<HelpLookOptions, 'terminals' | 'sandboxOf' | 'tasksOf' | 'use' | 'freeChannel' | 'send' | 'sendBytes'> {
  readonly visitor: Visitor;
  readonly desk: HelpDesk;
  readonly access: Pick<Access, 'requireInClass'>;
  readonly classes: Pick<ClassRecords, 'of' | 'member' | 'members'>;
  readonly records: Pick<HelpRecords, 'unseen'>;
  /** Gives the learner the next hint of a task. Throws a `LearnerError`. */
  readonly giveHint: (to: { learnerId: LearnerId; exercise: string; task: string; from: string }) => Promise<void>;
  readonly onError: (error: unknown) => void;
}

export function isHelpMessage(message: ClientMessage): message is HelpMessage {
  return message.type.startsWith('help.');
}

/** What one page does in help sessions, as a learner or as staff: parses nothing, decides nothing; asks the desk, and tells the page what it hears. */
export class PageHelp implements Disposable {
  readonly #options: PageHelpOptions;
  readonly #stack = new DisposableStack();
  readonly #listed = new Map<ClassId, PacedFlight>();
  readonly #looks = new Map<HelpId, HelpLook>();
  /** Sessions that this page was told it helps in. */
  readonly #helped = new Map<HelpId, Pick<HelpSession, 'classId' | 'learnerId'>>();
  readonly #own = new PacedFlight(() => this.#guard(() => this.#tellOwn()), TELLING);
  readonly #messages = new PacedFlight(() => this.#guard(() => this.#tellMessages()), TELLING);
  #isWatching = false;
  #isAttending = false;
  #isChecking = false;
  #isOver = false;

  constructor(options: PageHelpOptions) {
    this.#options = options;
    this.#stack.use(this.#own);
    this.#stack.use(this.#messages);
  }

  /** Channels of the learners' terminals that this page has open. */
  get channels(): readonly number[] {
    return [...this.#looks.values()].flatMap(({ channels }) => channels);
  }

  [Symbol.dispose](): void {
    this.#isOver = true;
    for (const look of this.#looks.values()) look[Symbol.dispose]();
    this.#looks.clear();
    this.#stack[Symbol.dispose]();
  }

  /** Input for one of this page's channels; false where it is none of help. */
  type(channel: number, bytes: Uint8Array): boolean {
    for (const look of this.#looks.values()) if (look.type(channel, bytes)) return true;
    return false;
  }

  /** The page's own learner typed into their own terminal. */
  noteTyped(): void {
    const session = this.#options.desk.ofLearner(this.#options.visitor.id);
    if (session?.state.stage === 'typing') this.#options.desk.noteTyped(session, true);
  }

  /** Whether they may do this at all was asked before. */
  async handle(message: HelpMessage): Promise<void> {
    const { desk, visitor } = this.#options;
    switch (message.type) {
      case 'help.take-back':
        desk.limits.take('turn', visitor.id);
        return this.#act(message, { kind: 'taken-back' });
      case 'help.end':
        return this.#end(message);
      case 'help.ack':
        return this.#looks.get(message.session)?.acknowledge(message.terminal, message.offset);
      case 'help.watch':
        return this.#watch(message.place);
      case 'help.raise':
        desk.limits.take('hand', visitor.id);
        await this.#requireLearner(message.class);
        await this.#watch(message.place);
        await desk.begin(
          { classId: message.class, learnerId: visitor.id },
          { kind: 'learner' },
          { kind: 'raised', text: message.text, place: message.place },
        );
        return;
      case 'help.agree':
        return this.#turn(message, { kind: 'agreed', place: message.place });
      case 'help.decline':
        return this.#turn(message, { kind: 'declined' });
      case 'help.hand-over':
        return this.#turn(message, { kind: 'handed-over' });
      case 'help.say':
        desk.limits.take('line', visitor.id);
        return this.#act(message, { kind: 'said', text: message.text });
      case 'help.seen':
        return this.#putAway(message);
      case 'help.list':
        return this.#list(message.class);
      case 'help.ask':
        return this.#ask(message);
      case 'help.lower':
        return this.#act(message, { kind: 'ended', reason: 'helper' });
      case 'help.message':
        return this.#message(message);
      case 'help.hint':
        return this.#hint(message);
      case 'help.look':
        return this.#look(message);
      case 'help.open':
        desk.limits.take('open', visitor.id);
        return this.#requireLook(message.session).open(message.terminal, message.window);
    }
  }

  #turn(message: { readonly class: ClassId; readonly session: HelpId }, event: HelpEvent): Promise<void> {
    this.#options.desk.limits.take('turn', this.#options.visitor.id);
    return this.#act(message, event);
  }

  #act(of: { readonly class: ClassId; readonly session: HelpId }, event: HelpEvent): Promise<void> {
    return this.#options.desk.act(of.class, of.session, this.#options.visitor.id, event);
  }

  #end(message: MessageOf<'help.end'>): Promise<void> {
    const { desk, visitor } = this.#options;
    const isLearner = desk.session(message.session)?.learnerId === visitor.id;
    return this.#act(message, { kind: 'ended', reason: isLearner ? 'learner' : 'helper' });
  }

  /** What was put away already is not put away again: it would fill the log. */
  async #putAway({ class: classId, message }: MessageOf<'help.seen'>): Promise<void> {
    const { desk, visitor, classes, records } = this.#options;
    const member = await classes.member(classId, visitor.id);
    const of = { classId, learnerId: visitor.id, since: member?.joinedAt ?? '' };
    const waits = (await records.unseen(of, MAX_MESSAGES)).some(({ id }) => id === message);
    if (!member || !waits) return;
    await desk.note({ classId, learnerId: visitor.id, byId: visitor.id, event: { kind: 'seen', message } });
  }

  async #requireLearner(classId: ClassId): Promise<void> {
    const member = await this.#options.classes.member(classId, this.#options.visitor.id);
    if (member?.role === 'learner') return;
    throw new LearnerError('help-refused', 'Learners of the class raise their hands; its staff see them.');
  }

  async #ask({ class: classId, learner }: MessageOf<'help.ask'>): Promise<void> {
    const { desk, visitor, classes } = this.#options;
    desk.limits.take('ask', visitor.id);
    const member = await classes.member(classId, learner);
    if (member?.role !== 'learner' || learner === visitor.id) {
      throw new LearnerError('help-refused', 'Only learners of the class are asked to show their terminal.');
    }
    await this.#list(classId);
    await desk.begin({ classId, learnerId: learner }, { kind: 'staff', id: visitor.id }, { kind: 'asked' });
  }

  async #message({ class: classId, learner, text }: MessageOf<'help.message'>): Promise<void> {
    const { desk, visitor, send } = this.#options;
    desk.limits.take('message', visitor.id);
    const event = { kind: 'message', text } as const;
    await desk.note({ classId, learnerId: learner ?? null, byId: visitor.id, event });
    send({ type: 'help.done', what: 'message', class: classId });
  }

  async #hint({ class: classId, learner, exercise, task }: MessageOf<'help.hint'>): Promise<void> {
    const { desk, visitor, giveHint, send } = this.#options;
    desk.limits.take('hint', visitor.id);
    await giveHint({ learnerId: learner, exercise, task, from: await this.#nameIn(classId, visitor.id) });
    await desk.note({ classId, learnerId: learner, byId: visitor.id, event: { kind: 'hint', exercise, task } });
    send({ type: 'help.done', what: 'hint', class: classId });
  }

  async #look({ class: classId, session }: MessageOf<'help.look'>): Promise<void> {
    const { desk, visitor } = this.#options;
    await desk.ready();
    const known = desk.session(session);
    if (known?.classId !== classId || !desk.mayLook(session, visitor.id)) throw refuseHelp('over');
    await this.#list(classId);
    if (this.#isOver || this.#looks.has(session)) return;
    if (this.#looks.size >= MAX_LOOKS) throw refuseHelp('not-now');
    const look = new HelpLook({ ...this.#options, session, helperId: visitor.id, learnerId: known.learnerId });
    this.#looks.set(session, look);
    await look.look();
  }

  #requireLook(session: HelpId): HelpLook {
    const { desk, visitor } = this.#options;
    const look = this.#looks.get(session);
    if (!look || !desk.mayLook(session, visitor.id)) throw refuseHelp('over');
    return look;
  }

  /** As a learner: from now on the page hears of its own help and of messages. */
  async #watch(place: HelpPlace | null): Promise<void> {
    const { desk, visitor, classes } = this.#options;
    await desk.ready();
    this.#attend();
    desk.placeLearner(visitor.id, place);
    if (this.#isWatching || this.#isOver) return;
    this.#isWatching = true;
    const all = await classes.of(visitor.id);
    if (this.#isOver) return;
    this.#stack.use(desk.listen(`learner/${visitor.id}`, (news) => this.#hear(news)));
    for (const { row } of all.slice(0, MAX_LISTED)) {
      this.#stack.use(desk.listen(`all/${row.id}`, (news) => this.#hearOfAll(news)));
    }
    this.#messages.ask();
    this.#own.ask();
  }

  /** As staff: from now on the page hears who of the class wants help, and gets it. */
  async #list(classId: ClassId): Promise<void> {
    const { desk, visitor } = this.#options;
    await desk.ready();
    if (this.#isOver) return;
    this.#attend();
    const known = this.#listed.get(classId);
    if (known) return known.ask();
    if (this.#listed.size >= MAX_LISTED) throw new LearnerError('too-many', 'This page shows many classes already.');
    const telling = this.#stack.use(new PacedFlight(() => this.#guard(() => this.#tellClass(classId)), TELLING));
    this.#listed.set(classId, telling);
    this.#stack.use(desk.list(classId, visitor.id));
    this.#stack.use(desk.listen(`class/${classId}`, (news) => this.#hearOfClass(classId, news)));
    telling.ask();
  }

  #attend(): void {
    if (this.#isAttending || this.#isOver) return;
    this.#isAttending = true;
    const { desk, visitor } = this.#options;
    this.#stack.use(desk.attend(visitor.id));
    this.#stack.use(desk.check(() => void this.#guard(() => this.#check())));
  }

  #hear(news: HelpNews): void {
    const { send } = this.#options;
    switch (news.kind) {
      case 'session':
        if (news.session.state.stage === 'ended') {
          send({ type: 'help.ended', session: news.session.id, reason: news.session.state.reason });
        }
        return this.#own.ask();
      case 'note':
        if (news.event.event.kind === 'hint') void this.#guard(() => this.#tellHint(news));
        else this.#messages.ask();
        return;
      case 'typed':
        return send({ type: 'help.typed', session: news.session, isLearner: news.isLearner });
      case 'presence':
        return this.#own.ask();
    }
  }

  /** Of others of the class: how many hands are up before this one's, and who has them before them. */
  #hearOfAll(news: HelpNews): void {
    const { desk, visitor } = this.#options;
    if (news.kind === 'note') return this.#messages.ask();
    if (desk.ofLearner(visitor.id)?.state.stage === 'raised') this.#own.ask();
  }

  #hearOfClass(classId: ClassId, news: HelpNews): void {
    const { visitor, send } = this.#options;
    if (news.kind === 'typed') {
      if (this.#looks.has(news.session)) send({ type: 'help.typed', session: news.session, isLearner: news.isLearner });
      return;
    }
    if (news.kind === 'session') {
      const { id, state } = news.session;
      if (!('helperId' in state) || state.helperId !== visitor.id) {
        // At once, whatever the page is told and when.
        this.#looks.get(id)?.[Symbol.dispose]();
        this.#looks.delete(id);
        if (state.stage === 'ended' && this.#helped.delete(id)) {
          send({ type: 'help.ended', session: id, reason: state.reason });
        }
      }
    }
    this.#listed.get(classId)?.ask();
  }

  /** Every second: whether what this page was let see is still for it to see. */
  async #check(): Promise<void> {
    if (this.#isChecking) return;
    this.#isChecking = true;
    try {
      for (const [id, of] of this.#helped) await this.#checkHelped(id, of);
      const own = this.#options.desk.ofLearner(this.#options.visitor.id);
      if (own && !(await this.#options.classes.member(own.classId, own.learnerId))) await this.#stop(own, 'left');
      for (const look of this.#looks.values()) await look.look();
    } finally {
      this.#isChecking = false;
    }
  }

  async #checkHelped(id: HelpId, of: Pick<HelpSession, 'classId' | 'learnerId'>): Promise<void> {
    const { access, visitor, classes } = this.#options;
    try {
      await access.requireInClass(visitor, 'class.help', of);
    } catch (error) {
      if (!(error instanceof LearnerError)) throw error;
      const isThere = await classes.member(of.classId, of.learnerId);
      await this.#stop({ id, classId: of.classId }, isThere ? 'not-allowed' : 'left');
    }
  }

  async #stop({ id, classId }: Pick<HelpSession, 'id' | 'classId'>, reason: 'left' | 'not-allowed'): Promise<void> {
    await this.#options.desk.act(classId, id, 'platform', { kind: 'ended', reason }).catch((error: unknown) => {
      // It has ended meanwhile.
      if (!(error instanceof LearnerError)) throw error;
    });
  }

  async #tellOwn(): Promise<void> {
    const { desk, visitor, send } = this.#options;
    const session = desk.ofLearner(visitor.id);
    send({ type: 'help.own', help: session ? await this.#toLearner(session) : null });
  }

  async #toLearner(session: HelpSession): Promise<LearnerHelp> {
    const { desk } = this.#options;
    const { id, classId, state, lines } = session;
    const hand = 'hand' in state ? state.hand : null;
    const isBefore = (other: HelpSession) =>
      other.state.stage === 'raised' && hand !== null && other.id !== id && other.state.hand.at < hand.at;
    const told = state.stage === 'raised' ? desk.listing(classId) : [];
    return {
      session: id,
      class: classId,
      stage: state.stage === 'none' || state.stage === 'ended' ? 'raised' : state.stage,
      text: hand?.text ?? null,
      helper: 'helperId' in state ? await this.#nameIn(classId, state.helperId) : null,
      ahead: state.stage === 'raised' ? desk.ofClass(classId).filter(isBefore).length : 0,
      told: await Promise.all(told.slice(0, 5).map((staff) => this.#nameIn(classId, staff))),
      lines: [...lines],
    };
  }

  async #tellMessages(): Promise<void> {
    const { classes, records, visitor, send } = this.#options;
    const told: Extract<ServerMessage, { type: 'help.messages' }>['messages'] = [];
    for (const { row, member } of (await classes.of(visitor.id)).slice(0, MAX_LISTED)) {
      if (row.archivedAt !== null || member.role !== 'learner') continue;
      const of = { classId: row.id, learnerId: visitor.id, since: member.joinedAt };
      for (const { byId, ...message } of await records.unseen(of, MAX_MESSAGES)) {
        told.push({ ...message, from: await this.#nameIn(row.id, byId) });
      }
    }
    send({ type: 'help.messages', messages: told.sort((one, other) => one.id - other.id).slice(-MAX_MESSAGES) });
  }

  async #tellHint({ event }: Extract<HelpNews, { kind: 'note' }>): Promise<void> {
    const { tasksOf, visitor, send } = this.#options;
    if (event.event.kind !== 'hint' || event.byId === null) return;
    const { exercise, task } = event.event;
    for (const state of await tasksOf(visitor.id, [exercise])) send({ type: 'exercise.state', ...state });
    send({ type: 'help.hinted', exercise, task, from: await this.#nameIn(event.classId, event.byId) });
  }

  /** Asks anew each time whether this page may still know. */
  async #tellClass(classId: ClassId): Promise<void> {
    const { desk, visitor, access, classes, send } = this.#options;
    await access.requireInClass(visitor, 'class.help', { classId });
    const members = new Map((await classes.members(classId)).map((member) => [member.learnerId, member]));
    const sessions: StaffHelp[] = [];
    for (const session of desk.ofClass(classId)) {
      const shown = this.#toStaff(session, members);
      if (!shown) continue;
      if (shown.isOwn) this.#helped.set(session.id, session);
      else this.#helped.delete(session.id);
      sessions.push(shown);
    }
    send({ type: 'help.class', class: classId, sessions });
  }

  #toStaff(session: HelpSession, members: ReadonlyMap<LearnerId, Member>): StaffHelp | undefined {
    const { desk, visitor } = this.#options;
    const { id, learnerId, state, lines } = session;
    const member = members.get(learnerId);
    if (!member || state.stage === 'none' || state.stage === 'ended') return undefined;
    const isOwn = 'helperId' in state && state.helperId === visitor.id;
    return {
      session: id,
      learner: learnerId,
      learnerName: member.name,
      stage: state.stage,
      text: state.hand?.text ?? null,
      place: desk.placeOf(session),
      helper: 'helperId' in state ? (members.get(state.helperId)?.name ?? NAMELESS) : null,
      isOwn,
      isHere: desk.isHere(learnerId),
      raisedAt: state.hand?.at ?? null,
      lines: isOwn ? [...lines] : [],
    };
  }

  async #nameIn(classId: ClassId, id: LearnerId): Promise<string> {
    return (await this.#options.classes.member(classId, id))?.name ?? NAMELESS;
  }

  /** What nobody asked for at this moment has nobody to be told what went wrong, but for who may not know any more. */
  async #guard(work: () => Promise<void>): Promise<void> {
    try {
      if (!this.#isOver) await work();
    } catch (error) {
      if (error instanceof LearnerError)
        this.#options.send({ type: 'error', code: error.code, message: error.message });
      else this.#options.onError(error);
    }
  }
}
