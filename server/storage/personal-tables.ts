import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { LearnerId } from '../../src/shared/ids.ts';

/** A table with rows about people, and what becomes of them when a person is deleted. */
export interface PersonalTable {
  readonly table: string;
  readonly isAbout: (person: LearnerId) => RawBuilder<SqlBool>;
  /** `delete` the rows, or empty this column of theirs: they are about somebody else, too. */
  readonly onErase: 'delete' | { readonly forget: string };
  /** A column that numbers its rows, where one person may have many. */
  readonly numberedBy?: string;
  /** Columns with JSON. */
  readonly json?: readonly string[];
  /** Columns that are nobody's to read, such as a password's hash. */
  readonly secret?: readonly string[];
}

const ofAccount = (column: string) => (person: LearnerId) =>
  sql<SqlBool>`${sql.ref(column)} in (select "id" from "user" where "learnerId" = ${person})`;
const by = (column: string) => (person: LearnerId) => sql<SqlBool>`${sql.ref(column)} = ${person}`;

/**
 * Every table with rows about a person. A part that makes one adds a line here; it is then exported with “export my data” and goes with “delete my data”. Those that refer to others stand
 * before them.
 */
export const personalTables: readonly PersonalTable[] = [
  { table: 'attempt', isAbout: by('learner_id'), onErase: 'delete', numberedBy: 'sequence', json: ['verdict'] },
  { table: 'deed', isAbout: by('learner_id'), onErase: 'delete', numberedBy: 'sequence', json: ['deed'] },
  { table: 'grade_override', isAbout: by('learner_id'), onErase: 'delete', numberedBy: 'sequence' },
  { table: 'grade_override', isAbout: by('made_by'), onErase: { forget: 'made_by' }, numberedBy: 'sequence' },
  { table: 'class_event', isAbout: by('learner_id'), onErase: 'delete', numberedBy: 'sequence', json: ['event'] },
  {
    table: 'class_event',
    isAbout: by('by_id'),
    onErase: { forget: 'by_id' },
    numberedBy: 'sequence',
    json: ['event'],
  },
  { table: 'membership', isAbout: by('learner_id'), onErase: 'delete' },
  { table: 'personal_link', isAbout: by('learner_id'), onErase: 'delete', secret: ['token_hash'] },
  { table: 'own_id', isAbout: by('learner_id'), onErase: 'delete' },
  { table: 'session', isAbout: ofAccount('userId'), onErase: 'delete', secret: ['token'] },
  { table: 'passkey', isAbout: ofAccount('userId'), onErase: 'delete' },
  {
    table: 'account',
    isAbout: ofAccount('userId'),
    onErase: 'delete',
    secret: ['password', 'accessToken', 'refreshToken', 'idToken'],
  },
  { table: 'verification', isAbout: ofAccount('value'), onErase: 'delete', secret: ['identifier'] },
  { table: 'user', isAbout: by('learnerId'), onErase: 'delete' },
  // Without who used it, a link would be open again.
  { table: 'invite', isAbout: by('redeemed_by'), onErase: 'delete', secret: ['token_hash'] },
  { table: 'registry_account', isAbout: by('learner_id'), onErase: 'delete' },
  { table: 'sandbox', isAbout: by('learner_id'), onErase: 'delete' },
  { table: 'learner', isAbout: by('id'), onErase: 'delete' },
];
