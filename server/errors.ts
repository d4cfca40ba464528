/** Permanent codes: a code never changes its meaning, because pages, logs and documents name it. */
export type LearnerErrorCode =
  | 'exercise-unknown'
  | 'exercise-files-failed'
  | 'task-unknown'
  | 'hint-too-early'
  | 'hint-refused'
  | 'engine-starting'
  | 'engine-failed'
  | 'sandbox-failed'
  | 'sandbox-missing'
  | 'sandbox-away'
  | 'sandboxes-full'
  | 'registry-failed'
  | 'image-unknown'
  | 'image-too-large'
  | 'terminal-failed'
  | 'command-block-unknown'
  | 'invite-invalid'
  | 'class-code-unknown'
  | 'class-archived'
  | 'class-full'
  | 'class-over'
  | 'class-count'
  | 'roster-list'
  | 'personal-link'
  | 'has-account'
  | 'class-needs-instructor'
  | 'invite-needed'
  | 'sign-in-failed'
  | 'sign-in-locked'
  | 'sign-in-stale'
  | 'password-refused'
  | 'email-taken'
  | 'account-unknown'
  | 'reset-invalid'
  | 'passkey-failed'
  | 'accounts-failed'
  | 'help-over'
  | 'help-refused'
  | 'own-machine-link'
  | 'own-machine-unconfirmed'
  | 'exercise-unconfirmed'
  | 'not-on-own-machine'
  | 'file-missing'
  | 'file-exists'
  | 'file-outside'
  | 'file-denied'
  | 'file-wrong-kind'
  | 'file-name'
  | 'file-too-large'
  | 'file-failed'
  | 'disk-full'
  | 'not-found'
  | 'bad-request'
  | 'unauthorized'
  | 'forbidden'
  | 'too-many'
  | 'internal';

/** The only error whose text may reach a learner: what happened, why, and what to do. */
export class LearnerError extends Error {
  override readonly name = 'LearnerError';
  readonly code: LearnerErrorCode;

  constructor(code: LearnerErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
