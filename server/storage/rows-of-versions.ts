const ada = 'a'.repeat(32);
const ben = 'b'.repeat(32);
const at = '2026-01-02T03:04:05.000Z';

/** For tests: SQL that both databases understand, with rows for whatever a migration adds a table of. Each may be run at any later version, too. */
export const rowsSince: Readonly<Record<string, readonly string[]>> = {
  '0001-first': [
    "insert into setting (key, value) values ('cookie-secret', 'c0ffee')",
    `insert into learner (id, role, created_at) values ('${ada}', 'instructor', '${at}'), ('${ben}', 'learner', '${at}')`,
    `insert into sandbox (id, learner_id, preview_id, created_at) values ('${'1'.repeat(16)}', '${ada}', '${'1'.repeat(32)}', '${at}')`,
    `insert into attempt (learner_id, exercise, task, verdict, at) values ('${ada}', 'x', 't', '{"kind":"pass"}', '${at}')`,
    `insert into invite (token_hash, created_at, redeemed_by, redeemed_at) values ('used', '${at}', '${ada}', '${at}'), ('open', '${at}', null, null)`,
  ],
  '0003-registry-account': [
    `insert into registry_account (learner_id, name, created_at) values ('${ada}', 'calm-heron', '${at}')`,
  ],
  '0004-deed': [
    `insert into deed (learner_id, subject, deed, at) values ('${ada}', 'exercise/x', '{"kind":"try","exercise":"x"}', '${at}')`,
  ],
  '0005-class': [
    `insert into class (id, name, course, code, created_at) values ('${'1'.repeat(16)}', 'Monday', 'x', 'AAAA2222', '${at}')`,
    `insert into membership (class_id, learner_id, role, name, joined_at) values ('${'1'.repeat(16)}', '${ada}', 'instructor', 'Ada', '${at}')`,
  ],
  '0006-accounts': [
    `insert into "user" ("id", "name", "email", "emailVerified", "createdAt", "updatedAt", "learnerId") values ('u', 'Ada', 'ada@example.org', false, '${at}', '${at}', '${ada}')`,
    `insert into "session" ("id", "expiresAt", "token", "createdAt", "updatedAt", "userId") values ('s', '${at}', 't', '${at}', '${at}', 'u')`,
    `insert into "account" ("id", "accountId", "providerId", "userId", "password", "createdAt", "updatedAt") values ('a', 'u', 'credential', 'u', 'hash', '${at}', '${at}')`,
    `insert into "verification" ("id", "identifier", "value", "expiresAt", "createdAt", "updatedAt") values ('v', 'i', 'u', '${at}', '${at}', '${at}')`,
    `insert into "passkey" ("id", "publicKey", "userId", "credentialID", "counter", "deviceType", "backedUp") values ('p', 'key', 'u', 'c', 1, 'singleDevice', false)`,
    `insert into "rateLimit" ("id", "key", "count", "lastRequest") values ('r', 'k', 1, 1767323045000)`,
    `insert into sign_in_lock (name_hash, failures, locked_until, at) values ('h', 1, '', '${at}')`,
  ],
  '0010-personal-link': [
    `insert into personal_link (token_hash, learner_id, class_id, created_at) values ('link', '${ada}', '${'1'.repeat(16)}', '${at}')`,
    `insert into own_id (class_id, learner_id, own_id) values ('${'1'.repeat(16)}', '${ada}', 's-17')`,
  ],
  '0011-gradebook': [
    `insert into gradebook (class_id, settings, changed_at) values ('${'1'.repeat(16)}', '{}', '${at}')`,
    `insert into grade_override (class_id, learner_id, exercise, points, reason, made_by, at) values ('${'1'.repeat(16)}', '${ben}', 'x', 2.5, 'seen', '${ada}', '${at}')`,
  ],
  '0012-erasure': [
    `insert into erasure (person_hash, account_hash, at) values ('person', 'account', '${at}')`,
    `insert into erasure_errand (kind, subject, at) values ('sandbox', '${'1'.repeat(16)}', '${at}')`,
  ],
  '0013-help': [
    `insert into class_event (class_id, learner_id, by_id, kind, event, at) values ('${'1'.repeat(16)}', '${ben}', '${ada}', 'message', '{"kind":"message","text":"Ahoy"}', '${at}')`,
  ],
};
