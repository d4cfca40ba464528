import * as z from 'zod/mini';
import { classInviteRoleSchema } from './class-views.ts';
import { roleSchema } from './views.ts';

/** As in the addresses of mail. */
export const MAX_EMAIL_LENGTH = 254;
export const MAX_NAME_LENGTH = 60;
/** Long enough that guessing takes years, and no further rule: which characters it has is everybody's own matter. */
export const MIN_PASSWORD_LENGTH = 12;
/** A hash takes its time over each. */
export const MAX_PASSWORD_LENGTH = 128;

/** No line breaks, and nothing that turns the text of others around. */
const nameSchema = z
  .string()
  .check(
    z.trim(),
    z.minLength(1),
    z.maxLength(MAX_NAME_LENGTH),
    z.regex(/^[^\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]*$/u),
  );
const emailSchema = z.string().check(z.trim(), z.toLowerCase(), z.maxLength(MAX_EMAIL_LENGTH), z.email());
/** What is too short or too common is told in words, and so comes in. */
const passwordSchema = z.string().check(z.maxLength(MAX_PASSWORD_LENGTH));

/** `GET /api/sign-in`: what somebody may sign in with here, and whether everybody may make an account. `provider` is what the identity provider is called, `null` without one. */
export const signInWaysSchema = z.object({ provider: z.nullable(z.string()), isOpen: z.boolean() });
export type SignInWays = z.infer<typeof signInWaysSchema>;

export const signInSchema = z.object({
  email: z.string().check(z.trim(), z.maxLength(MAX_EMAIL_LENGTH)),
  password: passwordSchema,
});

/** `POST /api/account`: makes one of whoever sends it. `invite` is the token of an invitation. */
export const newAccountSchema = z.object({
  name: nameSchema,
  email: emailSchema,
  password: passwordSchema,
  invite: z.optional(z.string().check(z.maxLength(200))),
});
export type NewAccount = z.infer<typeof newAccountSchema>;

/** The same with a passkey in the place of a password: who asks for one, and then what the device has answered. */
export const newPasskeyAccountSchema = z.omit(newAccountSchema, { password: true });
export type NewPasskeyAccount = z.infer<typeof newPasskeyAccountSchema>;

export const renameSchema = z.object({ name: nameSchema });
export const newPasswordSchema = z.object({ currentPassword: passwordSchema, newPassword: passwordSchema });
/** `POST /api/password-resets`: whose password was forgotten. */
export const newPasswordResetSchema = z.object({ email: emailSchema });
/** `token` is a one-time link's. */
export const passwordResetSchema = z.object({ token: z.string().check(z.maxLength(200)), newPassword: passwordSchema });

/** `GET /api/account`, for whose account it is. Times are ISO 8601, UTC. */
export const accountViewSchema = z.object({
  name: z.string(),
  email: z.string(),
  role: roleSchema,
  hasPassword: z.boolean(),
  /** What the identity provider is called that it is connected with. */
  provider: z.nullable(z.string()),
  passkeys: z.array(z.object({ id: z.string(), name: z.string(), createdAt: z.iso.datetime() })),
  /** The one that was used last comes first. */
  sessions: z.array(
    z.object({ id: z.string(), device: z.string(), lastUsedAt: z.iso.datetime(), isCurrent: z.boolean() }),
  ),
});
export type AccountView = z.infer<typeof accountViewSchema>;

/** `POST /api/invite`: what an invitation makes of whoever uses it, in the installation and in one of its classes. */
export const invitationSchema = z.object({
  role: roleSchema,
  inClass: z.exactOptional(z.object({ name: z.string(), role: classInviteRoleSchema })),
});
export type Invitation = z.infer<typeof invitationSchema>;
