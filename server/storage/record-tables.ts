import type { Generated } from 'kysely';

export interface RecordTables {
  /** `settings` is JSON with its version. */
  gradebook: { class_id: string; settings: string; changed_at: string };
  grade_override: {
    sequence: Generated<number>;
    class_id: string;
    learner_id: string;
    exercise: string;
    points: number | null;
    reason: string;
    made_by: string | null;
    at: string;
  };
  /** `open_for` is the person while their rows are being removed, `null` from then on. */
  erasure: {
    sequence: Generated<number>;
    person_hash: string;
    account_hash: string | null;
    at: string;
    open_for: string | null;
  };
  erasure_errand: { kind: string; subject: string; at: string };
}
