export interface RosterTables {
  /** One a person. `class_id` is the class that it was made in. */
  personal_link: { token_hash: string; learner_id: string; class_id: string | null; created_at: string };
  own_id: { class_id: string; learner_id: string; own_id: string };
}
