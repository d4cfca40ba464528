import { fastify } from 'fastify';
import { expect, test } from 'vitest';
import { classIdSchema } from '../../src/shared/ids.ts';
import { newGuest, newStaff, startApp } from '../app-under-test.ts';
import type { Right } from '../domain/access.ts';
import { createAccess } from '../edge/access.ts';
import { registerRouteAccess } from './route-access.ts';

/** Who may use which route. A route that is not here, or says other than this, is a change of who may see what. */
const routeTable: Readonly<Record<string, Right>> = {
  'GET /api/me': 'public',
  'POST /api/invitations': 'installation.manage',
  'POST /api/invite': 'public',
  'POST /api/invite/redeem': 'account',
  'POST /api/account': 'public',
  'POST /api/account/passkey-options': 'public',
  'POST /api/account/passkey': 'public',
  'GET /api/account': 'account',
  'POST /api/account/name': 'account',
  'POST /api/account/password': 'account',
  'POST /api/account/sessions/end': 'account',
  'POST /api/account/sign-out-everywhere': 'account',
  'POST /api/account/connect': 'account',
  'POST /api/account/passkeys/remove': 'account',
  'GET /api/sign-in': 'public',
  'POST /api/sign-in': 'public',
  'POST /api/sign-in/provider': 'public',
  'POST /api/sign-out': 'public',
  'POST /api/password-reset': 'public',
  'POST /api/password-resets': 'installation.manage',
  'GET /api/auth/oauth2/callback/oidc': 'public',
  'GET /api/auth/passkey/generate-authenticate-options': 'public',
  'POST /api/auth/passkey/verify-authentication': 'public',
  'GET /api/auth/passkey/generate-register-options': 'account',
  'POST /api/auth/passkey/verify-registration': 'account',
  'GET /api/certificates': 'own',
  'POST /api/quizzes/:lesson/:question': 'own',
  'GET /api/quizzes/:lesson': 'own',
  'POST /api/sandbox/start-over': 'own',
  'POST /api/exercises/:exercise/reset': 'own',
  'GET /api/sandbox/files': 'own',
  'GET /api/files/folder': 'own',
  'GET /api/files/file': 'own',
  'GET /api/files/download': 'own',
  'PUT /api/files/file': 'own',
  'POST /api/files/folder': 'own',
  'POST /api/files/move': 'own',
  'DELETE /api/files/file': 'own',
  'GET /api/engine/layers/:chain/records': 'own',
  'GET /api/engine/images/:id/config': 'own',
  'GET /api/engine/images/:id/manifests': 'own',
  'GET /api/engine/containers/:id/changes': 'own',
  'GET /api/registry': 'own',
  'POST /api/registry/empty': 'own',
  'GET /api/capacity': 'installation.see',
  'GET /api/pulls': 'installation.see',
  'GET /api/my-timeline': 'own',
  'GET /api/my-data': 'own',
  'POST /api/my-data/delete': 'own',
  'GET /api/classes/:classId/learners/:learnerId/timeline': 'class.watch',
  'GET /api/classes/:classId/grades': 'class.grade',
  'PUT /api/classes/:classId/grades/settings': 'class.grade',
  'GET /api/classes/:classId/learners/:learnerId/grades': 'class.grade',
  'POST /api/classes/:classId/learners/:learnerId/grades/:exercise': 'class.grade',
  'GET /api/classes/:classId/grades.csv': 'class.grade',
  'GET /api/classes/:classId/grades.json': 'class.grade',
  'GET /api/classes/:classId/statements.json': 'class.grade',
  'GET /api/classes/:classId/my-grades': 'class.see',
  'GET /api/classes': 'own',
  'POST /api/classes': 'class.create',
  'GET /api/classes/:classId': 'class.watch',
  'PUT /api/classes/:classId': 'class.manage',
  'POST /api/classes/:classId/code': 'class.manage',
  'POST /api/classes/:classId/archive': 'class.manage',
  'GET /api/classes/:classId/roster': 'class.watch',
  'POST /api/classes/:classId/invitations': 'class.manage',
  'PUT /api/classes/:classId/roster/:learnerId': 'class.manage',
  'DELETE /api/classes/:classId/roster/:learnerId': 'class.manage',
  'GET /api/classes/:classId/roster.csv': 'class.manage',
  'POST /api/classes/:classId/roster/import': 'class.manage',
  'POST /api/classes/:classId/roster/:learnerId/link': 'class.manage',
  'DELETE /api/classes/:classId/roster/:learnerId/link': 'class.manage',
  'POST /api/classes/:classId/leave': 'class.see',
  'GET /api/classes/:classId/board/:learnerId': 'class.watch',
  'GET /api/join/:code': 'public',
  'POST /api/join': 'public',
  'POST /api/personal-link/look': 'public',
  'POST /api/personal-link/open': 'public',
};

const own = classIdSchema.parse('1'.repeat(16));
const others = classIdSchema.parse('2'.repeat(16));
const nowhere = classIdSchema.parse('3'.repeat(16));
const settings = { course: 'docker-images', name: 'C', startsOn: null, endsOn: null, limits: null, internet: null };

/** A server with a class of each kind, and somebody of each kind. */
async function startWithPeople() {
  const started = await startApp();
  const { app, url, store } = started;
  const [guest, learner] = [await newGuest(url), await newGuest(url)];
  const assistant = await newStaff(started, 'assistant@example.org');
  const instructor = await newStaff(started, 'instructor@example.org');
  const stranger = await newStaff(started, 'stranger@example.org');
  await store.classes.create({ id: own, code: 'AAAA2222', ...settings }, { learnerId: instructor.id, name: 'I' });
  await store.classes.create({ id: others, code: 'BBBB2222', ...settings }, { learnerId: stranger.id, name: 'S' });
  await store.classes.join(own, { learnerId: learner.id, name: 'L' }, 10);
  await store.classes.join(own, { learnerId: assistant.id, name: 'A', role: 'assistant' }, 10);
  const people = { nobody: undefined, guest, learner, assistant, instructor, stranger };
  return { app, url, people, learner };
}

test('every route says who may use it, and says what is written here', async () => {
  const { app } = await startApp();
  const found = app.routes.map(({ method, url, access }) => [`${method} ${url}`, access]);
  expect(Object.fromEntries(found)).toEqual(routeTable);
});

test('a route that does not say who may use it stops the start', () => {
  const app = fastify();
  const classes = { byId: async () => undefined, member: async () => undefined };
  registerRouteAccess(app, createAccess({ readVisitor: async () => undefined, classes }));
  expect(() => app.get('/api/forgotten', () => 'all of it')).toThrow('/api/forgotten does not say who may use it');
});

/** `yes`: it gets as far as the route itself. Columns: nobody, guest, learner, assistant, instructor of the class; and the instructor of another one. */
const expected: Readonly<Record<Right, readonly string[]>> = {
  public: ['yes', 'yes', 'yes', 'yes', 'yes', 'yes'],
  own: ['401', 'yes', 'yes', 'yes', 'yes', 'yes'],
  account: ['401', '401', '401', 'yes', 'yes', 'yes'],
  'installation.see': ['401', '401', '401', 'yes', 'yes', 'yes'],
  'installation.manage': ['401', '401', '401', '403', '403', '403'],
  'class.create': ['401', '401', '401', 'yes', 'yes', 'yes'],
  'class.see': ['401', '404', 'yes', 'yes', 'yes', '404'],
  'class.watch': ['401', '404', '403', 'yes', 'yes', '404'],
  'class.help': ['401', '404', '403', 'yes', 'yes', '404'],
  'class.manage': ['401', '404', '403', '403', 'yes', '404'],
  'class.grade': ['401', '404', '403', '403', 'yes', '404'],
};

test('every route, by everybody: theirs, others’, and what is not there', async () => {
  const { app, url, people, learner } = await startWithPeople();
  const wrong: string[] = [];
  for (const { method, url: path, access } of app.routes) {
    for (const [column, [who, visitor]] of Object.entries(people).entries()) {
      const ask = async (classId: string, learnerId: string): Promise<string> => {
        const filled = path.replace(':classId', classId).replace(':learnerId', learnerId).replace(/:\w+/g, 'x');
        // What the route itself would do with it is not of interest, and nothing may change on the way: so nothing that it takes is sent.
        const response = await fetch(`${url}${filled}`, {
          method,
          headers: { origin: url, 'content-type': 'application/json', ...(visitor && { cookie: visitor.cookie }) },
          ...(method === 'GET' ? {} : { body: '"nothing"' }),
        });
        const { error } = ((await response.json().catch(() => ({}))) ?? {}) as { error?: { code: string } };
        return error && ['unauthorized', 'forbidden', 'not-found'].includes(error.code) && response.status !== 400
          ? String(response.status)
          : 'yes';
      };
      const note = (what: string, got: string, should: string | undefined) => {
        if (got !== should) wrong.push(`${method} ${path}, ${what}, by ${who}: ${got} instead of ${should}`);
      };
      // Whoever signs out is somebody else with their next request.
      if (path.includes('/sign-out') && expected.account[column] === 'yes') continue;
      if (!path.includes(':classId')) {
        const got = await ask('', '');
        if (got !== '404') note('', got, expected[access][column]);
        continue;
      }
      // The last instructor does not leave by it.
      if (path.endsWith('/leave') || (method === 'DELETE' && who === 'instructor')) continue;
      note('in the class', await ask(own, learner.id), expected[access][column]);
      const elsewhere = who === 'nobody' ? '401' : '404';
      note('in a class that there is not', await ask(nowhere, learner.id), elsewhere);
      note('with no class’s id', await ask('x', learner.id), elsewhere);
      if (who !== 'stranger') note('in another class', await ask(others, learner.id), elsewhere);
      if (path.includes(':learnerId') && expected[access][column] === 'yes') {
        note('about somebody of another class', await ask(own, people.stranger.id), '404');
      }
    }
  }
  expect(wrong).toEqual([]);
});
