import type { Generated } from 'kysely';

export interface HelpTables {
  /** `kind` is the event's, which is JSON. */
  class_event: {
    sequence: Generated<number>;
    class_id: string;
    learner_id: string | null;
    session: string | null;
    by_id: string | null;
    kind: string;
    event: string;
    at: string;
  };
}
