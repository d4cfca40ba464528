import type { HelpId, HelpPlace } from '../shared/help-views.ts';
import type { ClassId } from '../shared/ids.ts';
import { announce } from './announce.ts';
import type { Connection } from './connection.ts';
import type { HelpClientMessage, HelpServerMessage } from './help-port.ts';
import { helpState } from './help-state.ts';
import { listenToServer } from './page-connection.ts';

/** How long somebody is said to type after the last that was heard of it, in ms. */
const TYPES_FOR_MS = 1_500;

/** Codes of refusals that the help's own parts of the page say. */
const OWN_CODES = new Set(['help-over', 'help-refused']);

let taking: Promise<Connection> | undefined;
let typing: ReturnType<typeof setTimeout> | undefined;

/** Connects the page for help, once. No sandbox is started for it. */
export function takePart(): Promise<Connection> {
  taking ??= listenToServer().then(
    (connection) => {
      connection.attachHelp({
        onGreeted: () => {
          helpState.set({ isConnected: true });
          connection.sayHelp({ type: 'help.watch', place: placeOfPage() });
        },
        onLost: () => helpState.set({ isConnected: false, typist: undefined }),
        onMessage: hear,
        onOutput: () => false,
        onRefused: (code, message) => {
          if (!OWN_CODES.has(code)) return false;
          helpState.set({ problem: message });
          announce(message);
          return true;
        },
      });
      return connection;
    },
    (error: unknown) => {
      taking = undefined;
      throw error;
    },
  );
  return taking;
}

function hear(message: HelpServerMessage): void {
  switch (message.type) {
    case 'help.own': {
      const { own, ended } = helpState.get();
      // The end of one is read before the next begins, or gives way to it.
      const isNew = message.help !== null && message.help.session !== own?.session;
      return helpState.set({
        own: message.help,
        ended: isNew ? undefined : ended,
        problem: undefined,
        ...(isNew && { isTalking: false, readLines: 0 }),
      });
    }
    case 'help.ended': {
      const { own } = helpState.get();
      if (own?.session !== message.session) return;
      // Who was only asked has seen nothing end.
      const isWorthSaying = own.stage !== 'asked' || own.text !== null;
      return helpState.set({
        own: null,
        ended: isWorthSaying ? { reason: message.reason, helper: own.helper } : undefined,
        typist: undefined,
      });
    }
    case 'help.messages':
      return helpState.set({ messages: message.messages });
    case 'help.hinted':
      return helpState.set({ hinted: { exercise: message.exercise, task: message.task, from: message.from } });
    case 'help.typed':
      clearTimeout(typing);
      typing = setTimeout(() => helpState.set({ typist: undefined }), TYPES_FOR_MS);
      return helpState.set({ typist: message.isLearner ? 'learner' : 'helper' });
    default:
  }
}

async function say(message: HelpClientMessage): Promise<void> {
  (await takePart()).sayHelp(message);
}

/** Something in the learner's own session, which has to be there. */
function sayOfOwn(make: (of: { class: ClassId; session: HelpId }) => HelpClientMessage): void {
  const { own } = helpState.get();
  if (own) void say(make({ class: own.class, session: own.session }));
}

export const raiseHand = (classId: ClassId, text: string | null) =>
  say({ type: 'help.raise', class: classId, text, place: placeOfPage() });
export const agree = () => sayOfOwn((of) => ({ type: 'help.agree', ...of, place: placeOfPage() }));
export const decline = () => sayOfOwn((of) => ({ type: 'help.decline', ...of }));
export const handOver = () => sayOfOwn((of) => ({ type: 'help.hand-over', ...of }));
export const takeBack = () => sayOfOwn((of) => ({ type: 'help.take-back', ...of }));
export const endHelp = () => sayOfOwn((of) => ({ type: 'help.end', ...of }));
export const sayLine = (text: string) => sayOfOwn((of) => ({ type: 'help.say', ...of, text }));

export function putAway(classId: ClassId, message: number): void {
  helpState.set({ messages: helpState.get().messages.filter(({ id }) => id !== message) });
  void say({ type: 'help.seen', class: classId, message });
}

/** The lesson that this page is, with its exercises; `null` elsewhere. */
function placeOfPage(): HelpPlace | null {
  const lesson = document.querySelector<HTMLElement>('[data-lesson]')?.dataset['lesson'];
  if (!lesson) return null;
  const found = [...document.querySelectorAll<HTMLElement>('[data-exercise]')].map(
    ({ dataset }) => dataset['exercise'],
  );
  const exercises = [...new Set(found.filter((id) => id !== undefined))].slice(0, 8);
  return { lesson, exercises };
}
