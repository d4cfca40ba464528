import * as z from 'zod/mini';
import { classIdSchema, learnerIdSchema, slugSchema } from './ids.ts';

/** What somebody is in a class. Assistants see the board and help; instructors run the class. */
export const classRoleSchema = z.enum(['learner', 'assistant', 'instructor']);
export type ClassRole = z.infer<typeof classRoleSchema>;

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

/** What an instructor says of a class. `startsOn`, `endsOn`: days, both counted in, `null` for none. `limits`, `internet`: `null` for the installation's. */
export const classSettingsSchema = z.object({
  name: z.string().check(z.trim(), z.minLength(1), z.maxLength(80), z.regex(/^[^\p{C}]*$/u)),
  startsOn: z.nullable(dateSchema),
  endsOn: z.nullable(dateSchema),
  limits: z.nullable(classLimitsSchema),
  internet: z.nullable(z.enum(['open', 'registry-only'])),
});
export type ClassSettings = z.infer<typeof classSettingsSchema>;

/** A class as its learners see it. */
export const learnerClassSchema = z.object({
  id: classIdSchema,
  name: z.string(),
  course: slugSchema,
  role: classRoleSchema,
  /** The name that the reader goes by there. */
  ownName: z.string(),
  startsOn: z.nullable(dateSchema),
  endsOn: z.nullable(dateSchema),
  isArchived: z.boolean(),
});
export type LearnerClass = z.infer<typeof learnerClassSchema>;

/** `GET /api/classes`: the classes that the reader is in. */
export const learnerClassesSchema = z.object({ classes: z.array(learnerClassSchema) });

/** A class as its staff see it. `learnerCount` counts who has not left. */
export const staffClassSchema = z.object({
  id: classIdSchema,
  ...classSettingsSchema.shape,
  course: slugSchema,
  code: classCodeSchema,
  learnerCount: z.int(),
  isArchived: z.boolean(),
  createdAt: z.iso.datetime(),
});
export type StaffClass = z.infer<typeof staffClassSchema>;

/** `GET /api/classes/:classId/roster`, for staff. */
export const staffMemberSchema = z.object({
  id: learnerIdSchema,
  name: z.string(),
  role: classRoleSchema,
  joinedAt: z.iso.datetime(),
});
export const staffRosterSchema = z.object({ members: z.array(staffMemberSchema) });
export type StaffMember = z.infer<typeof staffMemberSchema>;

/** What whoever holds a class's code is told before they join. */
export const classInvitationSchema = z.object({ name: z.string(), course: slugSchema });
