import type { Kysely } from 'kysely';
import type { Verdict } from '../../src/shared/exercise/index.ts';
import type { LearnerId, SandboxId } from '../../src/shared/ids.ts';
import type { Role } from '../../src/shared/views.ts';
import type { ClassLog } from './class-log-port.ts';
import type { ClassRecords } from './class-port.ts';
import type { HelpRecords } from './help-port.ts';
import type { PeopleStore } from './people-port.ts';
import type { GradebookRecords, PersonalRecords } from './record-port.ts';
import type { RosterRecords } from './roster-port.ts';

export interface LearnerRow {
  readonly id: LearnerId;
  readonly role: Role;
}

/** `previewId` is unguessable and names the sandbox in preview addresses: 32 hex digits. */
export interface NewSandbox {
  readonly id: SandboxId;
  readonly previewId: string;
}

/** Whose sandbox it is. Times are ISO 8601, UTC. */
export interface SandboxRow extends NewSandbox {
  readonly learnerId: LearnerId;
  /** Counts its launches. Whoever would act on the sandbox under an earlier one has been overtaken. */
  readonly generation: number;
  readonly lastUsedAt: string;
  /** `null` while the sandbox is there. */
  readonly expiredAt: string | null;
}

/** One line of the append-only log: what a check decided, and when (ISO 8601, UTC). */
export interface Attempt {
  readonly learnerId: LearnerId;
  readonly exercise: string;
  readonly task: string;
  readonly verdict: Verdict;
  readonly at: string;
}

/** What a learner did beside their attempts, in its own append-only log. */
export type Deed =
  /** Did something for the first time since the exercise was begun: a finished command, a saved file, a change in the engine, a press of Run. */
  | { readonly kind: 'try'; readonly exercise: string }
  /** Opened the next hint of a task; `from`: it was given them by this person, in the name that they have in the class. */
  | { readonly kind: 'hint'; readonly exercise: string; readonly task: string; readonly from?: string }
  /** Looked at the solution; `isByChoice` where hints were still to be had. */
  | { readonly kind: 'solution'; readonly exercise: string; readonly isByChoice: boolean }
  /** Entered an answer to a task that asks for one. */
  | { readonly kind: 'answer'; readonly exercise: string; readonly task: string; readonly text: string }
  /** Answered a quiz's question. */
  | {
      readonly kind: 'quiz';
      readonly lesson: string;
      readonly question: string;
      readonly answer: readonly string[];
      readonly isCorrect: boolean;
    };

/** `at`: ISO 8601, UTC. */
export type LoggedDeed = Deed & { readonly learnerId: LearnerId; readonly at: string };

export interface StoreDatabase {
  readonly db: Kysely<any>;
  readonly type: 'sqlite' | 'postgres';
}

/** A line of one of a person's two logs. `sequence` numbers the lines of all people in the log. */
export type LogLine =
  | { readonly log: 'attempt'; readonly sequence: number; readonly attempt: Attempt }
  | { readonly log: 'deed'; readonly sequence: number; readonly deed: LoggedDeed };

/** Where a line stands among all of a person: by time, and in both logs. */
export interface LogPlace {
  readonly at: string;
  readonly log: LogLine['log'];
  readonly sequence: number;
}

/** The two logs of a person as one, in the order of time. */
export interface PersonLog {
  /** At most `limit` lines behind `after` (without it: from the beginning), or where `isNewestFirst` before it. Where `exercise` is given, only what belongs to it. */
  page(
    learnerId: LearnerId,
    options: {
      readonly limit: number;
      readonly after?: LogPlace | undefined;
      readonly isNewestFirst?: boolean;
      readonly exercise?: string | undefined;
    },
  ): Promise<readonly LogLine[]>;
}

/** Everything that outlives the server process. Every method is atomic and durable when its promise resolves. */
export interface Store extends PeopleStore, AsyncDisposable {
  readonly classes: ClassRecords;
  /** The database itself, for the one library that keeps tables of its own in it. */
  readonly database: StoreDatabase;
  readonly roster: RosterRecords;
  readonly classLog: ClassLog;
  readonly log: PersonLog;
  readonly gradebooks: GradebookRecords;
  readonly personal: PersonalRecords;
  readonly help: HelpRecords;

  /** A value that is made once and stays: the first caller's, whoever asks at the same time. */
  once(key: string, make: () => string): Promise<string>;

  createLearner(learner: LearnerRow): Promise<void>;
  learner(id: LearnerId): Promise<LearnerRow | undefined>;

  /** The learner's sandbox, expired or not. */
  sandboxOf(learnerId: LearnerId): Promise<SandboxRow | undefined>;
  /** Gives the learner `fresh` in the place of `replaced` (`null`: of none), and returns it; where somebody else was quicker, what they gave. */
  assignSandbox(learnerId: LearnerId, fresh: NewSandbox, replaced: SandboxId | null): Promise<SandboxRow>;
  sandboxByPreviewId(previewId: string): Promise<SandboxRow | undefined>;
  /** All that are not expired. */
  sandboxes(): Promise<readonly SandboxRow[]>;
  /** Counts a launch, which is also a use, and returns its generation; `undefined` where the sandbox is nobody's (any more). */
  beginLaunch(id: SandboxId): Promise<number | undefined>;
  /** `undefined` where the sandbox is nobody's (any more). */
  sandboxGeneration(id: SandboxId): Promise<number | undefined>;
  noteUse(id: SandboxId, at: string): Promise<void>;
  /** Marks it expired; false, and nothing changes, where it was launched since that generation or is nobody's. */
  expireSandbox(id: SandboxId, generation: number): Promise<boolean>;

  /** The name of the learner's account in the course registry; `undefined` before one was given. */
  registryAccountOf(learnerId: LearnerId): Promise<string | undefined>;
  /** Gives the learner the name, and returns the one that they have, which may be an earlier one; `undefined` where the name is another's, or was a deleted person's. */
  claimRegistryAccount(learnerId: LearnerId, name: string): Promise<string | undefined>;

  appendAttempt(attempt: Attempt): Promise<void>;
  /** In the order in which they were appended. */
  attempts(learnerId: LearnerId, exercise?: string): Promise<readonly Attempt[]>;

  appendDeed(deed: LoggedDeed): Promise<void>;
  /** Of an exercise or a lesson, in the order in which they were appended. */
  deeds(
    learnerId: LearnerId,
    subject: { readonly exercise: string } | { readonly lesson: string },
  ): Promise<readonly LoggedDeed[]>;

  /** Rejects with the reason when the store can't be read or written. */
  probe(): Promise<void>;
}
