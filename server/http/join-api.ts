import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  classInvitationSchema,
  learnerClassSchema,
  type PersonalPlace,
  type PersonalPlaceOpened,
  personalPlaceOpenedSchema,
  personalPlaceSchema,
  personNameSchema,
} from '../../src/shared/class-views.ts';
import type { LearnerId } from '../../src/shared/ids.ts';
import { readClassCode } from '../domain/class-code.ts';
import { dayOf, phaseOf } from '../domain/class-phase.ts';
import { hashInviteToken, inviteTokenSchema } from '../domain/invite.ts';
import { personalUrl } from '../domain/join-links.ts';
import { LearnerError } from '../errors.ts';
import type { ClassRow } from '../storage/class-port.ts';
import type { PersonalLinkRow } from '../storage/roster-port.ts';
import { type ClassApiOptions, MAX_MEMBERS, prepareClassScope } from './class-scope.ts';
import { toLearnerClass } from './learner-class.ts';

/** A class behind one address joins within minutes; whoever guesses codes has 31⁸ of them before them. */
const JOINS_PER_MINUTE = 400;

const CODE_WORDS =
  'There is no class with this code. Look whether it is typed right, or ask your instructor for the present one.';

const LINK_WORDS =
  'This link is not valid any more: it was replaced by a newer one, or taken back. Ask your instructor for a new one.';

/** By address, because whoever guesses gets a new cookie with each request. */
const joins = {
  rateLimit: { max: JOINS_PER_MINUTE, timeWindow: '1 minute', keyGenerator: ({ ip }: FastifyRequest) => ip },
};

/** How learners come into a class: by its code, or by a link of their own. */
export async function registerJoinApi(app: FastifyInstance, options: ClassApiOptions): Promise<void> {
  const { classes, roster, visitors, guests, publicUrl, hasAccount, newToken, now } = options;

  const classOf = async (typed: string): Promise<ClassRow> => {
    const code = readClassCode(typed);
    const row = code === undefined ? undefined : await classes.byCode(code);
    if (!row) throw new LearnerError('class-code-unknown', CODE_WORDS);
    return row;
  };
  const requireOpen = (row: ClassRow) => {
    const phase = phaseOf(row, dayOf(now()));
    if (phase === 'archived') {
      throw new LearnerError(
        'class-archived',
        `“${row.name}” has been archived: nobody joins it any more. Ask your instructor.`,
      );
    }
    if (phase !== 'over') return;
    throw new LearnerError(
      'class-over',
      `“${row.name}” is over, and nobody joins it any more. Your instructor can open it again by a later last day.`,
    );
  };
  const linkOf = async (token: string): Promise<PersonalLinkRow & { readonly tokenHash: string }> => {
    const tokenHash = inviteTokenSchema.safeParse(token).success ? hashInviteToken(token) : undefined;
    const link = tokenHash === undefined ? undefined : await roster.link(tokenHash);
    if (!link || tokenHash === undefined || (await hasAccount(link.learnerId))) {
      throw new LearnerError('personal-link', LINK_WORDS);
    }
    return { ...link, tokenHash };
  };
  const describePlace = async (link: PersonalLinkRow, request: FastifyRequest): Promise<PersonalPlace> => {
    const { visitor } = request;
    const isOwn = visitor?.id === link.learnerId;
    const row = link.classId === null ? undefined : await classes.byId(link.classId);
    const member = row && (await classes.member(row.id, link.learnerId));
    const hasOwnWork = !isOwn && visitor !== undefined && (await roster.hasWork(visitor.id));
    return {
      name: member?.name ?? null,
      className: member ? row.name : null,
      isOwn,
      hasOwnWork,
      canTakeAlong: hasOwnWork && member !== undefined && !(await roster.hasWork(link.learnerId)),
    };
  };
  /** A link from a class is on somebody's slip, and stays valid. */
  const wayBackTo = async (learnerId: LearnerId): Promise<PersonalPlaceOpened['wayBack']> => {
    const known = await roster.linkOf(learnerId);
    if (known && known.classId !== null) return { kind: 'own-link' };
    const token = newToken();
    await roster.replaceLink({ learnerId, classId: null, tokenHash: hashInviteToken(token) });
    return { kind: 'new', url: personalUrl(publicUrl, token) };
  };
  /** Who is signed in stays who they are. */
  const requireGuest = ({ visitor }: FastifyRequest) => {
    if (!visitor?.isSignedIn) return;
    throw new LearnerError(
      'has-account',
      'This browser is signed in with an account. Sign out first, or open the link in another browser or a private window.',
    );
  };

  await app.register(async (scope) => {
    await prepareClassScope(scope);
    const api = scope.withTypeProvider<ZodTypeProvider>();
    const tokenBody = z.object({ token: z.string().max(100) });

    api.get(
      '/api/join/:code',
      {
        config: { access: 'public', ...joins },
        schema: { params: z.object({ code: z.string().max(40) }), response: { 200: classInvitationSchema } },
      },
      async (request) => {
        const row = await classOf(request.params.code);
        const member = request.visitor && (await classes.member(row.id, request.visitor.id));
        if (!member) requireOpen(row);
        const { name, course, startsOn } = row;
        return { name, course, startsOn, phase: phaseOf(row, dayOf(now())), ownName: member?.name ?? null };
      },
    );

    api.post(
      '/api/join',
      {
        config: { access: 'public', ...joins },
        schema: {
          body: z.object({ code: z.string().max(40), name: personNameSchema }),
          response: { 200: learnerClassSchema },
        },
      },
      async (request, reply) => {
        const row = await classOf(request.body.code);
        requireOpen(row);
        const learner = await visitors.readOrCreate(request, reply);
        const joining = { learnerId: learner.id, name: request.body.name };
        const member = await classes.join(row.id, joining, MAX_MEMBERS);
        if (!member) {
          throw new LearnerError(
            'class-full',
            `“${row.name}” has as many members as a class can have. Ask your instructor.`,
          );
        }
        return toLearnerClass(row, member, now());
      },
    );

    // Both are sent as bodies: a token in an address would stand in logs.
    api.post(
      '/api/personal-link/look',
      { config: { access: 'public', ...joins }, schema: { body: tokenBody, response: { 200: personalPlaceSchema } } },
      async (request) => describePlace(await linkOf(request.body.token), request),
    );

    api.post(
      '/api/personal-link/open',
      {
        config: { access: 'public', ...joins },
        schema: {
          body: tokenBody.extend({ takesAlong: z.boolean() }),
          response: { 200: personalPlaceOpenedSchema },
        },
      },
      async (request, reply) => {
        requireGuest(request);
        const link = await linkOf(request.body.token);
        const { visitor } = request;
        const { isOwn, hasOwnWork } = await describePlace(link, request);
        if (isOwn) return { wayBack: { kind: 'none' as const } };
        if (request.body.takesAlong) {
          if (visitor && hasOwnWork && (await roster.takePlace(link.tokenHash, visitor.id)))
            return { wayBack: { kind: 'none' as const } };
          throw new LearnerError(
            'personal-link',
            'Your work can’t be taken along any more: there is other work in this place by now. Reload the page to see what you can do.',
          );
        }
        const wayBack = visitor && hasOwnWork ? await wayBackTo(visitor.id) : { kind: 'none' as const };
        guests.give(reply, link.learnerId);
        return { wayBack };
      },
    );
  });
}
