import { expect, test } from 'vitest';
import { learnerIdSchema } from '../../src/shared/ids.ts';
import { lessonAnswersSchema, type QuestionKey, quizVerdictSchema } from '../../src/shared/quiz.ts';
import { newCookie, startApp } from '../app-under-test.ts';

const count: QuestionKey = {
  kind: 'number',
  value: 5,
  tolerance: 0,
  unit: 'layers',
  less: 'One more.',
  more: 'Settings are no layers.',
  explanation: 'Only `COPY`.',
};
const [a, b, c] = ['aaaaaaaa', 'bbbbbbbb', 'cccccccc'];
const which: QuestionKey = {
  kind: 'multiple',
  options: [
    { id: a, why: null },
    { id: b, why: 'Not b.' },
    { id: c, why: null },
  ],
  explanation: 'So.',
};
const quizzes = { layers: { count, which }, empty: {} };

async function startLesson() {
  const app = await startApp({ quizzes });
  const cookie = await newCookie(app.url);
  const learner = learnerIdSchema.parse(/[0-9a-f]{32}/.exec(cookie)?.[0]);
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(`${app.url}/api/quizzes/${path}`, {
      method: 'POST',
      headers: { origin: app.url, cookie, 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  const answer = async (question: string, given: string[]) =>
    quizVerdictSchema.parse(await (await post(`layers/${question}`, { answer: given })).json());
  const answers = async (of = cookie) => {
    const response = await fetch(`${app.url}/api/quizzes/layers`, { headers: { cookie: of } });
    expect(response.headers.get('cache-control')).toBe('no-store');
    return lessonAnswersSchema.parse(await response.json()).answers;
  };
  const kept = async () =>
    (await app.store.deeds(learner, { lesson: 'layers' })).map(({ learnerId: _, at: __, ...deed }) => deed);
  return { ...app, cookie, post, answer, answers, kept };
}

test('an answer is graded, explained and kept for its learner', async () => {
  const { answer, answers, kept, url } = await startLesson();
  expect(await answers()).toEqual({});
  const wrong = { isCorrect: false, explanation: [{ option: null, text: 'Settings are no layers.' }] };
  expect(await answer('count', ['8'])).toEqual(wrong);
  expect(await answers()).toEqual({ count: { answer: ['8'], ...wrong } });
  const right = { isCorrect: true, explanation: [{ option: null, text: 'Only `COPY`.' }] };
  expect(await answer('count', [' 5 layers '])).toEqual(right);
  expect(await answers()).toEqual({ count: { answer: ['5 layers'], ...right } });
  expect(await kept()).toEqual([
    { kind: 'quiz', lesson: 'layers', question: 'count', answer: ['8'], isCorrect: false },
    { kind: 'quiz', lesson: 'layers', question: 'count', answer: ['5 layers'], isCorrect: true },
  ]);
  expect(await answers(await newCookie(url))).toEqual({});
});

test('the same answer again is not kept again, even when it is sent twice at once', async () => {
  const { answer, kept } = await startLesson();
  await Promise.all([answer('which', [a, c]), answer('which', [c, a]), answer('which', [a, c])]);
  expect(await kept()).toHaveLength(1);
  await answer('count', ['5']);
  await answer('which', [a, c]);
  expect(await kept()).toHaveLength(2);
  await answer('which', [a]);
  await answer('which', [a, c]);
  expect((await kept()).map((deed) => deed.kind === 'quiz' && deed.answer.join())).toEqual([
    'aaaaaaaa,cccccccc',
    '5',
    'aaaaaaaa',
    'aaaaaaaa,cccccccc',
  ]);
});

test('what does not exist is not found, and what is no answer is not kept', async () => {
  const { post, kept, url, cookie } = await startLesson();
  for (const path of ['layers/nothing', 'other/count', 'empty/count', '__proto__/toString', 'layers/constructor']) {
    const response = await post(path, { answer: ['5'] });
    expect([path, response.status]).toEqual([path, 404]);
    expect(await response.json()).toMatchObject({ error: { code: 'not-found', message: /Reload the page/ } });
  }
  expect((await fetch(`${url}/api/quizzes/other`, { headers: { cookie } })).status).toBe(404);
  const unfit = await post('layers/count', { answer: ['five'] });
  expect([unfit.status, await unfit.json()]).toEqual([
    400,
    { error: { code: 'bad-request', message: 'Enter a number in figures, such as 12 or 0.5.' } },
  ]);
  expect((await post('layers/which', { answer: ['dddddddd'] })).status).toBe(400);
  for (const body of [
    {},
    { answer: [] },
    { answer: '5' },
    { answer: [5] },
    { answer: ['5'.repeat(101)] },
    { answer: Array(9).fill('5') },
  ]) {
    expect((await post('layers/count', body)).status).toBe(400);
  }
  expect((await post('layers/count', { answer: ['5'], more: 'x'.repeat(20_000) })).status).toBe(413);
  expect(await kept()).toEqual([]);
});

test('only a page of the platform answers, for the learner whose browser it is', async () => {
  const { post, kept, url } = await startLesson();
  expect((await post('layers/count', { answer: ['5'] }, { origin: 'http://evil.example' })).status).toBe(403);
  const unknown = await post('layers/count', { answer: ['5'] }, { cookie: '' });
  expect([unknown.status, unknown.headers.getSetCookie()]).toEqual([401, []]);
  expect((await fetch(`${url}/api/quizzes/layers`)).status).toBe(401);
  expect(await kept()).toEqual([]);
});

test('answers are given as often as a person thinks, and no more', async () => {
  const { post, url } = await startLesson();
  const statuses: number[] = [];
  for (let number = 0; number < 31; number += 1) {
    statuses.push(
      (await post(`layers/${number % 2 ? 'count' : 'which'}`, { answer: number % 2 ? ['5'] : [a] })).status,
    );
  }
  expect(statuses).toEqual([...Array.from({ length: 30 }, () => 200), 429]);
  expect((await post('layers/count', { answer: ['5'] }, { cookie: await newCookie(url) })).status).toBe(200);
});

test('a script fills the store to a bound, and its answers are still graded', async () => {
  const { store, cookie, answer, kept } = await startLesson();
  const learnerId = learnerIdSchema.parse(/[0-9a-f]{32}/.exec(cookie)?.[0]);
  const at = new Date().toISOString();
  for (let number = 0; number < 399; number += 1) {
    await store.appendDeed({
      kind: 'quiz',
      lesson: 'layers',
      question: 'count',
      answer: [`${number}`],
      isCorrect: false,
      learnerId,
      at,
    });
  }
  expect(await answer('count', ['5'])).toMatchObject({ isCorrect: true });
  expect(await kept()).toHaveLength(400);
  expect(await answer('count', ['6'])).toMatchObject({ isCorrect: false });
  expect(await kept()).toHaveLength(400);
});

test('an answer to a question that has changed since is not shown, and the others are graded as they stand now', async () => {
  const { store, cookie, answers } = await startLesson();
  const learnerId = learnerIdSchema.parse(/[0-9a-f]{32}/.exec(cookie)?.[0]);
  const before = { kind: 'quiz', lesson: 'layers', learnerId, at: new Date().toISOString() } as const;
  await store.appendDeed({ ...before, question: 'which', answer: [a, 'dddddddd'], isCorrect: true });
  await store.appendDeed({ ...before, question: 'gone', answer: ['x'], isCorrect: true });
  await store.appendDeed({ ...before, question: 'count', answer: ['4'], isCorrect: true });
  expect(await answers()).toEqual({
    count: { answer: ['4'], isCorrect: false, explanation: [{ option: null, text: 'One more.' }] },
  });
});

test('what answers are graded by leaves the server in no spelling', async () => {
  const { url } = await startLesson();
  const { request } = await import('node:http');
  const ask = (path: string) =>
    new Promise<[number, string]>((resolve, reject) => {
      const outgoing = request(
        { host: '127.0.0.1', port: new URL(url).port, path, headers: { host: new URL(url).host } },
        (response) => {
          let text = '';
          response.setEncoding('utf8').on('data', (part) => {
            text += part;
          });
          response.on('end', () => resolve([response.statusCode ?? 0, text]));
        },
      );
      outgoing.once('error', reject).end();
    });
  expect((await ask('/command-blocks.json'))[0]).toBe(200);
  for (const path of [
    '/server-only/quizzes.json',
    '/server-only/quizzes.json.br',
    '/server-only',
    '/server-only/',
    '//server-only/quizzes.json',
    '/./server-only/quizzes.json',
    '/lessons/../server-only/quizzes.json',
    '/lessons/%2e%2e/server-only/quizzes.json',
    '/%73erver-only/quizzes.json',
    '/server%2donly/quizzes.json',
    '/server-only%2fquizzes.json',
    '/Server-Only/quizzes.json',
    '/server-only\\quizzes.json',
  ]) {
    const [status, text] = await ask(path);
    expect(status, path).toBeGreaterThanOrEqual(400);
    expect(text, path).not.toContain('Settings are no layers');
  }
});
