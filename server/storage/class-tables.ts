import type { Generated } from 'kysely';

export interface ClassTables {
  /** `limits` is JSON. */
  class: {
    id: string;
    name: string;
    course: string;
    code: string;
    starts_on: string | null;
    ends_on: string | null;
    limits: string | null;
    internet: string | null;
    created_at: string;
    archived_at: string | null;
  };
  /** `sequence` is the order of joining. */
  membership: {
    sequence: Generated<number>;
    class_id: string;
    learner_id: string;
    role: string;
    name: string;
    joined_at: string;
    left_at: string | null;
  };
}
