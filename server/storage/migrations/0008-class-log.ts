import type { Kysely } from 'kysely';

/** One learner's lines in their order, whatever exercise they are of: the older indexes have the exercise before the sequence. */
export async function classLog(db: Kysely<unknown>): Promise<void> {
  await db.schema.createIndex('attempt_of_learner').on('attempt').columns(['learner_id', 'sequence']).execute();
  await db.schema.createIndex('deed_of_learner').on('deed').columns(['learner_id', 'sequence']).execute();
}
