import type { LearnerId } from '../../src/shared/ids.ts';

/** Whose session a request's cookies hold. */
export interface AccountSession {
  readonly id: string;
  readonly learnerId: LearnerId;
  readonly name: string;
  readonly email: string;
  /** When its person signed in. */
  readonly since: Date;
}

/** A request as the accounts' library sees it. `address` is where it came from. */
export interface AccountRequest {
  readonly cookie: string | undefined;
  readonly userAgent: string | undefined;
  readonly origin: string | undefined;
  readonly address: string;
}

/** All that is kept of a person's account, but for its secrets. Times are ISO 8601, UTC. */
export interface AccountRecord {
  readonly name: string;
  readonly email: string;
  readonly createdAt: string;
  readonly hasPassword: boolean;
  /** Whether it is connected with the identity provider. */
  readonly isConnected: boolean;
  readonly passkeys: readonly { readonly id: string; readonly name: string; readonly createdAt: string }[];
  readonly sessions: readonly {
    readonly id: string;
    readonly userAgent: string;
    readonly createdAt: string;
    readonly lastUsedAt: string;
  }[];
}

/** What became of a request: the cookies to set, or the library's permanent code for why not. */
export type AccountAnswer =
  | { readonly isOk: true; readonly cookies: readonly string[] }
  | { readonly isOk: false; readonly code: string };

/** Accounts, their passwords, passkeys and sessions. Every account belongs to one person. */
export interface Accounts {
  /** What the identity provider is called; `undefined` without one. */
  readonly provider: string | undefined;

  /** `undefined` without a session, with one that has ended, and with a forged one. */
  read(cookieHeader: string | undefined): Promise<AccountSession | undefined>;
  /** Puts the end of the session off, where there is one; the cookies are to be set. */
  renew(request: AccountRequest): Promise<readonly string[]>;
  has(learner: LearnerId): Promise<boolean>;
  record(learner: LearnerId): Promise<AccountRecord | undefined>;

  /** Makes an account for the request's person, and signs it in. */
  create(account: { name: string; email: string; password: string }, request: AccountRequest): Promise<AccountAnswer>;
  rename(learner: LearnerId, name: string): Promise<void>;
  /** False where the person has no such session. */
  endSession(learner: LearnerId, id: string): Promise<boolean>;
  endSessions(learner: LearnerId): Promise<void>;
  /** The account and all that belongs to it; the person stays. */
  remove(learner: LearnerId): Promise<void>;
  /** The token of a one-time link with which a new password may be set; `undefined` where nobody has this e-mail address. */
  createReset(email: string): Promise<string | undefined>;

  /** Forgets sessions and links that have ended, and whoever has not asked for long. */
  tidy(): Promise<void>;

  /** One of the library's own endpoints: `path` from `/api/auth` on, with its query. Whoever calls this says which there are. */
  call(request: AccountRequest & { method: 'GET' | 'POST'; path: string; body?: unknown }): Promise<Response>;
}
