import type * as z from 'zod/mini';
import {
  type ClassInvitation,
  type ClassRole,
  type ClassSettings,
  classInvitationSchema,
  type LearnerClass,
  type LearnerClasses,
  learnerClassesSchema,
  learnerClassSchema,
  type PersonalLink,
  type PersonalPlace,
  type PersonalPlaceOpened,
  personalLinkSchema,
  personalPlaceOpenedSchema,
  personalPlaceSchema,
  type RosterImported,
  rosterImportedSchema,
  type StaffClass,
  type StaffMember,
  staffClassSchema,
  staffLinkSchema,
  staffRosterSchema,
} from '../shared/class-views.ts';
import { askServer } from './ask-server.ts';

/** A write and an answer; a list of a thousand people takes no longer. */
const TIMEOUT_MS = 20_000;

/** What came of a request. `status` is `undefined` where nobody answered. */
export type Outcome<Value> =
  | { readonly kind: 'done'; readonly value: Value }
  | { readonly kind: 'refused'; readonly message: string; readonly status: number | undefined };

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

async function ask<Value>(
  method: Method,
  path: string,
  schema: z.ZodMiniType<Value> | undefined,
  body?: object,
): Promise<Outcome<Value>> {
  const answer = await askServer(path, {
    method,
    timeoutMs: TIMEOUT_MS,
    ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  if (!answer.isOk) return { kind: 'refused', message: answer.message, status: answer.status };
  if (!schema) return { kind: 'done', value: undefined as Value };
  const read = schema.safeParse(await answer.response.json().catch(() => undefined));
  if (read.success) return { kind: 'done', value: read.data };
  return { kind: 'refused', message: 'The server’s answer could not be read. Reload the page.', status: 200 };
}

const ofClass = (id: string, rest = '') => `/api/classes/${encodeURIComponent(id)}${rest}`;
const ofPerson = (id: string, person: string, rest = '') => ofClass(id, `/roster/${person}${rest}`);

export const readClasses = (): Promise<Outcome<LearnerClasses>> => ask('GET', '/api/classes', learnerClassesSchema);
export const readClass = (id: string): Promise<Outcome<StaffClass>> => ask('GET', ofClass(id), staffClassSchema);
export const inviteStaff = (id: string, role: 'assistant' | 'instructor'): Promise<Outcome<{ readonly url: string }>> =>
  ask('POST', ofClass(id, '/invitations'), staffLinkSchema, { role });
/** By an admin, for the whole Drydock. */
export const invitePerson = (role: 'instructor' | 'admin'): Promise<Outcome<{ readonly url: string }>> =>
  ask('POST', '/api/invitations', staffLinkSchema, { role });
/** By an admin. */
export const resetPassword = (email: string): Promise<Outcome<{ readonly url: string }>> =>
  ask('POST', '/api/password-resets', staffLinkSchema, { email });
export const createClass = (settings: ClassSettings, ownName: string): Promise<Outcome<StaffClass>> =>
  ask('POST', '/api/classes', staffClassSchema, { ...settings, ownName });
export const changeClass = (id: string, settings: ClassSettings): Promise<Outcome<StaffClass>> =>
  ask('PUT', ofClass(id), staffClassSchema, settings);
export const drawNewCode = (id: string): Promise<Outcome<StaffClass>> =>
  ask('POST', ofClass(id, '/code'), staffClassSchema);
export const archiveClass = (id: string, isArchived: boolean): Promise<Outcome<StaffClass>> =>
  ask('POST', ofClass(id, '/archive'), staffClassSchema, { isArchived });
export const leaveClass = (id: string): Promise<Outcome<void>> => ask('POST', ofClass(id, '/leave'), undefined);

export async function readRoster(id: string): Promise<Outcome<readonly StaffMember[]>> {
  const outcome = await ask('GET', ofClass(id, '/roster'), staffRosterSchema);
  return outcome.kind === 'done' ? { kind: 'done', value: outcome.value.members } : outcome;
}
export const rosterFile = (id: string): string => ofClass(id, '/roster.csv');
export const importRoster = (id: string, list: string): Promise<Outcome<RosterImported>> =>
  ask('POST', ofClass(id, '/roster/import'), rosterImportedSchema, { list });
export const changePerson = (
  id: string,
  person: string,
  change: { readonly role: ClassRole; readonly name: string },
): Promise<Outcome<void>> => ask('PUT', ofPerson(id, person), undefined, change);
export const removePerson = (id: string, person: string): Promise<Outcome<void>> =>
  ask('DELETE', ofPerson(id, person), undefined);
export const makeLink = (id: string, person: string): Promise<Outcome<PersonalLink>> =>
  ask('POST', ofPerson(id, person, '/link'), personalLinkSchema);
export const revokeLink = (id: string, person: string): Promise<Outcome<void>> =>
  ask('DELETE', ofPerson(id, person, '/link'), undefined);

export const readInvitation = (code: string): Promise<Outcome<ClassInvitation>> =>
  ask('GET', `/api/join/${encodeURIComponent(code)}`, classInvitationSchema);
export const joinClass = (code: string, name: string): Promise<Outcome<LearnerClass>> =>
  ask('POST', '/api/join', learnerClassSchema, { code, name });
export const readPlace = (token: string): Promise<Outcome<PersonalPlace>> =>
  ask('POST', '/api/personal-link/look', personalPlaceSchema, { token });
export const openPlace = (token: string, takesAlong: boolean): Promise<Outcome<PersonalPlaceOpened>> =>
  ask('POST', '/api/personal-link/open', personalPlaceOpenedSchema, { token, takesAlong });
