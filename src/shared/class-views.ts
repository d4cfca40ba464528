import * as z from 'zod/mini';
import { classIdSchema, learnerIdSchema, slugSchema } from './ids.ts';

/** What somebody is in a class. Assistants see the board and help; instructors run the class. */
export const classRoleSchema = z.enum(['learner', 'assistant', 'instructor']);
export type ClassRole = z.infer<typeof classRoleSchema>;

/** What a one-time link makes of whoever uses it; learners join by the code. */
export const classInviteRoleSchema = z.enum(['assistant', 'instructor']);

/** A link that works once, and is shown once. `POST /api/classes/:classId/invitations`, for its instructors; `POST /api/invitations` and `POST /api/password-resets`, for admins. */
export const staffLinkSchema = z.object({ url: z.url() });

/** Letters and digits that are not taken for each other: no 0, O, 1, I, L. Typed in any case, with or without the hyphen. */
export const CLASS_CODE_LETTERS = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
export const CLASS_CODE_LENGTH = 8;

/** A class's code as it is kept: eight letters without the hyphen that it is shown with. */
export const classCodeSchema = z.string().check(z.regex(new RegExp(`^[${CLASS_CODE_LETTERS}]{${CLASS_CODE_LENGTH}}$`)));

/** A name that a person goes by in a class. */
export const personNameSchema = z
  .string()
  .check(z.trim(), z.minLength(1), z.maxLength(60), z.regex(/^[^\p{C}]*$/u, 'letters that can be seen'));

const dateSchema = z.iso.date();

/** What a class's sandboxes may use, where it is other than the installation's. */
export const classLimitsSchema = z.object({
  memoryMib: z.int().check(z.gte(256), z.lte(65_536)),
  cpus: z.number().check(z.gte(0.1), z.lte(64)),
});
export type ClassLimits = z.infer<typeof classLimitsSchema>;

/** What sandboxes reach besides the course registry: the public Internet, or nothing. */
export const internetAccessSchema = z.enum(['open', 'registry-only']);
export type InternetAccess = z.infer<typeof internetAccessSchema>;

/** Where a class stands: before its first day, on, past its last day, or put away by its instructors. */
export const classPhaseSchema = z.enum(['planned', 'on', 'over', 'archived']);
export type ClassPhase = z.infer<typeof classPhaseSchema>;

/** What an instructor says of a class. `startsOn`, `endsOn`: days by the server's clock, both counted in, `null` for none. `limits` and `internet`: `null` for the installation's. */
export const classSettingsSchema = z.object({
  name: z.string().check(z.trim(), z.minLength(1), z.maxLength(80), z.regex(/^[^\p{C}]*$/u)),
  startsOn: z.nullable(dateSchema),
  endsOn: z.nullable(dateSchema),
  limits: z.nullable(classLimitsSchema),
  internet: z._default(z.nullable(internetAccessSchema), null),
});
export type ClassSettings = z.infer<typeof classSettingsSchema>;

/** A class as its learners see it. */
export const learnerClassSchema = z.object({
  id: classIdSchema,
  name: z.string(),
  course: slugSchema,
  role: classRoleSchema,
  /** The name that the reader goes by there; `null` for an admin who is not in it. */
  ownName: z.nullable(z.string()),
  startsOn: z.nullable(dateSchema),
  endsOn: z.nullable(dateSchema),
  phase: classPhaseSchema,
});
export type LearnerClass = z.infer<typeof learnerClassSchema>;

/** `GET /api/classes`: the classes that the reader is in, and whether they may make one. */
export const learnerClassesSchema = z.object({ classes: z.array(learnerClassSchema), mayCreate: z.boolean() });
export type LearnerClasses = z.infer<typeof learnerClassesSchema>;

/** A class as its staff see it. `learnerCount` counts who has not left; `mostLimits` and `mostInternet` are what the installation allows; `joinUrl` is the link behind the code. */
export const staffClassSchema = z.object({
  id: classIdSchema,
  ...classSettingsSchema.shape,
  course: slugSchema,
  code: classCodeSchema,
  joinUrl: z.url(),
  learnerCount: z.int(),
  phase: classPhaseSchema,
  role: classRoleSchema,
  mostLimits: classLimitsSchema,
  mostInternet: internetAccessSchema,
  createdAt: z.iso.datetime(),
});
export type StaffClass = z.infer<typeof staffClassSchema>;

/** What a school or a firm calls a person in its own lists. */
export const ownIdSchema = z
  .string()
  .check(z.trim(), z.minLength(1), z.maxLength(40), z.regex(/^[^\p{C}]*$/u, 'letters that can be seen'));

/**
 * `GET /api/classes/:classId/roster`, for staff. `ownId` came with an import. `lastActiveAt` is the last thing that they did in the course, `null` for none;
 * `hasLink`: a personal link to their place is out.
 */
export const staffMemberSchema = z.object({
  id: learnerIdSchema,
  name: z.string(),
  ownId: z.nullable(z.string()),
  role: classRoleSchema,
  joinedAt: z.iso.datetime(),
  lastActiveAt: z.nullable(z.iso.datetime()),
  hasLink: z.boolean(),
});
export const staffRosterSchema = z.object({ members: z.array(staffMemberSchema) });
export type StaffMember = z.infer<typeof staffMemberSchema>;

/** As many lines as a list of names may have: three classes of the size that the board is made for. */
export const MAX_ROSTER_LINES = 1_000;
export const MAX_ROSTER_CHARACTERS = 160_000;

/** A person with the link that makes a browser theirs. It is told once: the server keeps a hash of it. */
export const personalLinkSchema = z.object({
  id: learnerIdSchema,
  name: z.string(),
  ownId: z.nullable(z.string()),
  url: z.url(),
});
export type PersonalLink = z.infer<typeof personalLinkSchema>;

/** `POST /api/classes/:classId/roster/import`: who was made, in the order of the list, and the same as CSV. */
export const rosterImportedSchema = z.object({ people: z.array(personalLinkSchema), csv: z.string() });
export type RosterImported = z.infer<typeof rosterImportedSchema>;

/** What whoever holds a class's code is told before they join. `ownName`: the name that the reader goes by there; `null` where they are not in it. */
export const classInvitationSchema = z.object({
  name: z.string(),
  course: slugSchema,
  startsOn: z.nullable(dateSchema),
  phase: classPhaseSchema,
  ownName: z.nullable(z.string()),
});
export type ClassInvitation = z.infer<typeof classInvitationSchema>;

/**
 * What whoever holds a personal link is told before they use it. `className` is `null` where the link leads back to work that was in no class. `isOwn`: the browser is
 * this person's already. `hasOwnWork`: the browser is somebody else's, with work of theirs. `canTakeAlong`: that work can move into this place, because the
 * place has none yet.
 */
export const personalPlaceSchema = z.object({
  name: z.nullable(z.string()),
  className: z.nullable(z.string()),
  isOwn: z.boolean(),
  hasOwnWork: z.boolean(),
  canTakeAlong: z.boolean(),
});
export type PersonalPlace = z.infer<typeof personalPlaceSchema>;

/**
 * `POST /api/personal-link/open`. What leads back to what the browser was before: nothing, because it had no work; a link that is told now; or the personal link that
 * its person has from a class already.
 */
export const personalPlaceOpenedSchema = z.object({
  wayBack: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('none') }),
    z.object({ kind: z.literal('new'), url: z.url() }),
    z.object({ kind: z.literal('own-link') }),
  ]),
});
export type PersonalPlaceOpened = z.infer<typeof personalPlaceOpenedSchema>;
