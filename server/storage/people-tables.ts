/** The rows of accounts that are read here; the accounts' library has the rest of its tables to itself. */
export interface PeopleTables {
  /** `class_id` and `class_role` are `null` where it is for no class. */
  invite: {
    token_hash: string;
    role: string;
    class_id: string | null;
    class_role: string | null;
    created_at: string;
    redeemed_by: string | null;
    redeemed_at: string | null;
  };
  user: { learnerId: string; name: string };
  /** `locked_until` is empty while attempts are looked at. */
  sign_in_lock: { name_hash: string; failures: number; locked_until: string; at: string };
}
