import type { HelpEnd, StaffHelp } from '../shared/help-views.ts';
import type { ClassId, LearnerId } from '../shared/ids.ts';
import { announce } from './announce.ts';
import type { Connection } from './connection.ts';
import type { HelpClientMessage, HelpPort, HelpServerMessage } from './help-port.ts';
import { listenToServer } from './page-connection.ts';
import { createStore } from './store.ts';

/** What a page of the staff knows of help. */
export interface StaffHelpState {
  /** By class; `undefined` until the server has said. */
  readonly sessions: Readonly<Record<string, readonly StaffHelp[] | undefined>>;
  /** How sessions that this page helped in ended, by session, with the learner's name. */
  readonly ended: Readonly<Record<string, { readonly reason: HelpEnd; readonly learner: string }>>;
  readonly isConnected: boolean;
  readonly problem: string | undefined;
  /** What was done last, in words. */
  readonly said: string | undefined;
}

export const staffHelp = createStore<StaffHelpState>({
  sessions: {},
  ended: {},
  isConnected: false,
  problem: undefined,
  said: undefined,
});

const listed = new Set<ClassId>();
const looks = new Set<HelpPort>();
let connecting: Promise<Connection> | undefined;

/** The page's connection, as a member of staff; made once. */
export function connectStaff(): Promise<Connection> {
  connecting ??= listenToServer().then(
    (connection) => {
      connection.attachHelp({
        onGreeted: () => {
          staffHelp.set({ isConnected: true });
          for (const classId of listed) connection.sayHelp({ type: 'help.list', class: classId });
          for (const look of looks) look.onGreeted();
        },
        onLost: () => {
          staffHelp.set({ isConnected: false });
          for (const look of looks) look.onLost();
        },
        onMessage: (message) => {
          hear(message);
          for (const look of looks) look.onMessage(message);
        },
        onOutput: (...output) => [...looks].some((look) => look.onOutput(...output)),
        onRefused: (code, message) => {
          for (const look of looks) look.onRefused(code, message);
          staffHelp.set({ problem: message });
          announce(message);
          return true;
        },
      });
      return connection;
    },
    (error: unknown) => {
      connecting = undefined;
      throw error;
    },
  );
  return connecting;
}

/** Follows who of a class wants help, and gets it. */
export async function followClass(classId: ClassId): Promise<void> {
  if (listed.has(classId)) return;
  listed.add(classId);
  try {
    (await connectStaff()).sayHelp({ type: 'help.list', class: classId });
  } catch (error) {
    listed.delete(classId);
    throw error;
  }
}

/** Lets a part of the page hear what comes of a session that it shows. Returns how to stop. */
export function hearOfHelp(port: HelpPort): () => void {
  looks.add(port);
  return () => looks.delete(port);
}

export async function sayAsStaff(message: HelpClientMessage): Promise<void> {
  staffHelp.set({ problem: undefined, said: undefined });
  (await connectStaff()).sayHelp(message);
}

export const askToLook = (classId: ClassId, learner: LearnerId) =>
  sayAsStaff({ type: 'help.ask', class: classId, learner });
export const giveHint = (classId: ClassId, learner: LearnerId, exercise: string, task: string) =>
  sayAsStaff({ type: 'help.hint', class: classId, learner, exercise, task });
/** Without a learner: to all of the class. */
export const sendMessage = (classId: ClassId, learner: LearnerId | undefined, text: string) =>
  sayAsStaff({ type: 'help.message', class: classId, text, ...(learner && { learner }) });

function hear(message: HelpServerMessage): void {
  const { sessions, ended } = staffHelp.get();
  switch (message.type) {
    case 'help.class':
      return staffHelp.set({ sessions: { ...sessions, [message.class]: message.sessions } });
    case 'help.ended': {
      const known = Object.values(sessions)
        .flatMap((each) => each ?? [])
        .find(({ session }) => session === message.session);
      const learner = known?.learnerName ?? 'The learner';
      return staffHelp.set({ ended: { ...ended, [message.session]: { reason: message.reason, learner } } });
    }
    case 'help.done': {
      const said = message.what === 'message' ? 'The message was sent.' : 'The hint was given.';
      announce(said);
      return staffHelp.set({ said });
    }
    default:
  }
}
