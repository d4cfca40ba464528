import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  classInviteRoleSchema,
  classRoleSchema,
  MAX_ROSTER_CHARACTERS,
  type PersonalLink,
  personalLinkSchema,
  personNameSchema,
  rosterImportedSchema,
  type StaffMember,
  staffLinkSchema,
  staffRosterSchema,
} from '../../src/shared/class-views.ts';
import type { ClassId, LearnerId } from '../../src/shared/ids.ts';
import { hashInviteToken } from '../domain/invite.ts';
import { personalUrl } from '../domain/join-links.ts';
import { LearnerError } from '../errors.ts';
import { csvText } from '../roster/csv-text.ts';
import { readRosterList } from '../roster/roster-list.ts';
import {
  type ClassApiOptions,
  changes,
  classParams,
  MAX_MEMBERS,
  memberParams,
  nobodyLeft,
  prepareClassScope,
  reads,
} from './class-scope.ts';

/** A list and its corrections; each may make a thousand people. */
const IMPORTS_PER_MINUTE = 10;

/** Each of a list's characters takes up to six bytes in JSON. */
const MAX_IMPORT_BYTES = 6 * MAX_ROSTER_CHARACTERS + 1_024;

const links = { rateLimit: { max: 60, timeWindow: '1 minute' } };

/** Who is in a class: lists in and out, roles, names, and the links that make a browser somebody's. */
export async function registerRosterApi(app: FastifyInstance, options: ClassApiOptions): Promise<void> {
  const { classes, roster, publicUrl, hasAccount, inviteStaff, newLearnerId, newToken } = options;

  const readRoster = async (id: ClassId): Promise<StaffMember[]> => {
    const [members, ownIds, lastActive, linked] = await Promise.all([
      classes.members(id),
      roster.ownIds(id),
      roster.lastActive(id),
      roster.linked(id),
    ]);
    return members.map(({ learnerId, name, role, joinedAt }) => ({
      id: learnerId,
      name,
      ownId: ownIds.get(learnerId) ?? null,
      role,
      joinedAt,
      lastActiveAt: lastActive.get(learnerId) ?? null,
      hasLink: linked.has(learnerId),
    }));
  };
  const requireOpen = async (id: ClassId) => {
    const row = await classes.byId(id);
    if (row && row.archivedAt === null) return;
    throw new LearnerError(
      'class-archived',
      'The class has been archived: nobody joins it any more. Open it again first.',
    );
  };
  /** Of a learner who has no account; whoever else's work it is, is theirs behind a password. */
  const requireLinkable = async (id: ClassId, learnerId: LearnerId) => {
    const member = await classes.member(id, learnerId);
    if (member?.role === 'learner' && !(await hasAccount(learnerId))) return member;
    throw new LearnerError(
      'has-account',
      `${member?.name ?? 'This person'} signs in by an account, or is of the class’s staff: no link makes a browser theirs.`,
    );
  };
  const linkedPerson = (person: Omit<PersonalLink, 'url'>, token: string): PersonalLink => ({
    ...person,
    url: personalUrl(publicUrl, token),
  });

  await app.register(async (scope) => {
    await prepareClassScope(scope);
    const api = scope.withTypeProvider<ZodTypeProvider>();

    api.post(
      '/api/classes/:classId/invitations',
      {
        config: { access: 'class.manage', ...links },
        schema: {
          params: classParams,
          body: z.object({ role: classInviteRoleSchema }),
          response: { 201: staffLinkSchema },
        },
      },
      async (request, reply) => {
        const { classId } = request.params;
        await requireOpen(classId);
        request.log.info({ classId }, 'a link for staff of a class was made');
        return reply.code(201).send({ url: await inviteStaff({ classId, role: request.body.role }) });
      },
    );

    api.get(
      '/api/classes/:classId/roster',
      {
        config: { access: 'class.watch', ...reads },
        schema: { params: classParams, response: { 200: staffRosterSchema } },
      },
      async (request) => ({ members: await readRoster(request.params.classId) }),
    );

    api.get(
      '/api/classes/:classId/roster.csv',
      { config: { access: 'class.manage', ...changes }, schema: { params: classParams } },
      async (request, reply) => {
        const members = await readRoster(request.params.classId);
        const rows = members.map(({ name, ownId, role, joinedAt, lastActiveAt }) => [
          name,
          ownId,
          role,
          joinedAt,
          lastActiveAt,
        ]);
        return reply
          .type('text/csv; charset=utf-8')
          .header('content-disposition', 'attachment; filename="roster.csv"')
          .send(csvText(['name', 'id', 'role', 'joined', 'last active'], rows));
      },
    );

    api.post(
      '/api/classes/:classId/roster/import',
      {
        bodyLimit: MAX_IMPORT_BYTES,
        config: {
          access: 'class.manage',
          rateLimit: { max: IMPORTS_PER_MINUTE, timeWindow: '1 minute' },
        },
        schema: {
          params: classParams,
          body: z.object({ list: z.string().max(MAX_ROSTER_CHARACTERS) }),
          response: { 200: rosterImportedSchema },
        },
      },
      async (request) => {
        const { classId } = request.params;
        await requireOpen(classId);
        const members = await readRoster(classId);
        const names = members.map(({ name }) => name);
        const ownIds = members.flatMap(({ ownId }) => ownId ?? []);
        const list = readRosterList(request.body.list, { names, ownIds });
        if (list.kind === 'wrong') {
          throw new LearnerError('roster-list', ['Nobody was imported.', ...list.problems].join('\n'));
        }
        const made = list.people.map((person) => ({ ...person, id: newLearnerId(), token: newToken() }));
        const isMade = await roster.importPeople(
          classId,
          made.map(({ id, name, ownId, token }) => ({
            learnerId: id,
            name,
            ownId,
            tokenHash: hashInviteToken(token),
          })),
          MAX_MEMBERS,
        );
        if (!isMade) {
          throw new LearnerError(
            'class-full',
            `Nobody was imported: a class has ${MAX_MEMBERS} members at most, and this one ${members.length} already.`,
          );
        }
        request.log.info({ classId, count: made.length }, 'a list of people came into a class');
        const people = made.map(({ token, ...person }) => linkedPerson(person, token));
        const rows = people.map(({ name, ownId, url }) => [name, ownId, url]);
        return { people, csv: csvText(['name', 'id', 'link'], rows) };
      },
    );

    api.put(
      '/api/classes/:classId/roster/:learnerId',
      {
        config: { access: 'class.manage', ...changes },
        schema: {
          params: memberParams,
          body: z.object({ role: z.optional(classRoleSchema), name: z.optional(personNameSchema) }),
        },
      },
      async (request, reply) => {
        const { classId, learnerId } = request.params;
        const { role, name } = request.body;
        if (role !== undefined && !(await classes.changeRole(classId, learnerId, role))) throw nobodyLeft();
        if (name !== undefined) await roster.rename(classId, learnerId, name);
        return reply.code(204).send();
      },
    );

    api.delete(
      '/api/classes/:classId/roster/:learnerId',
      { config: { access: 'class.manage', ...changes }, schema: { params: memberParams } },
      async (request, reply) => {
        const { classId, learnerId } = request.params;
        if (!(await classes.leave(classId, learnerId))) throw nobodyLeft();
        return reply.code(204).send();
      },
    );

    api.post(
      '/api/classes/:classId/roster/:learnerId/link',
      {
        config: { access: 'class.manage', ...links },
        schema: { params: memberParams, response: { 200: personalLinkSchema } },
      },
      async (request) => {
        const { classId, learnerId } = request.params;
        const { name } = await requireLinkable(classId, learnerId);
        const token = newToken();
        await roster.replaceLink({ learnerId, classId, tokenHash: hashInviteToken(token) });
        request.log.info({ classId, learnerId }, 'a personal link was made');
        const ownId = (await roster.ownIds(classId)).get(learnerId) ?? null;
        return linkedPerson({ id: learnerId, name, ownId }, token);
      },
    );

    api.delete(
      '/api/classes/:classId/roster/:learnerId/link',
      { config: { access: 'class.manage', ...links }, schema: { params: memberParams } },
      async (request, reply) => {
        await roster.revokeLink(request.params.learnerId);
        return reply.code(204).send();
      },
    );
  });
}
