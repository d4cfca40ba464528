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
};
