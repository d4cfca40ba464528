import type { Verdict } from '../../src/shared/exercise/index.ts';
import type { LearnerId, SandboxId } from '../../src/shared/ids.ts';
import type { Role } from '../../src/shared/views.ts';

export interface LearnerRow {
  readonly id: LearnerId;
  readonly role: Role;
}

/** Whose sandbox it is. `previewId` is unguessable and names the sandbox in preview addresses: 32 hex digits. */
export interface SandboxRow {
  readonly id: SandboxId;
  readonly learnerId: LearnerId;
  readonly previewId: string;
}

/** One line of the append-only log: what a check decided, and when (ISO 8601, UTC). */
export interface Attempt {
  readonly learnerId: LearnerId;
  readonly exercise: string;
  readonly task: string;
  readonly verdict: Verdict;
  readonly at: string;
}

/** Everything that outlives the server process. Every method is atomic and durable when its promise resolves. */
export interface Store extends AsyncDisposable {
  /** A value that is made once and stays: the first caller's, whoever asks at the same time. */
  once(key: string, make: () => string): Promise<string>;

  createLearner(learner: LearnerRow): Promise<void>;
  learner(id: LearnerId): Promise<LearnerRow | undefined>;

  /** The learner's sandbox; `fresh` becomes it where there is none yet. */
  sandboxOf(learnerId: LearnerId, fresh: Omit<SandboxRow, 'learnerId'>): Promise<SandboxRow>;
  sandboxByPreviewId(previewId: string): Promise<SandboxRow | undefined>;
  sandboxIds(): Promise<ReadonlySet<SandboxId>>;

  appendAttempt(attempt: Attempt): Promise<void>;
  /** In the order in which they were appended. */
  attempts(learnerId: LearnerId, exercise?: string): Promise<readonly Attempt[]>;

  /** Keeps an invitation that makes an instructor, known by its token's SHA-256 in hex. */
  createInvite(tokenHash: string): Promise<void>;
  /** True while there is an instructor or an open invitation. */
  hasInstructorOrInvite(): Promise<boolean>;
  inviteIsOpen(tokenHash: string): Promise<boolean>;
  /** Uses the invitation up and makes the learner an instructor; false, and nothing changes, where it was used or never was. */
  redeemInvite(tokenHash: string, learnerId: LearnerId): Promise<boolean>;

  /** Rejects with the reason when the store can't be read or written. */
  probe(): Promise<void>;
}
