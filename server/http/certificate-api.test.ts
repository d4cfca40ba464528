import { expect, test } from 'vitest';
import { learnerCertificatesSchema } from '../../src/shared/certificate.ts';
import { pass } from '../../src/shared/exercise/index.ts';
import { learnerIdSchema } from '../../src/shared/ids.ts';
import { newCookie, startApp } from '../app-under-test.ts';

const exerciseOf = (id: string, certificate?: boolean) => ({
  exercise: {
    id,
    title: id,
    minutes: 5,
    tasks: [{ id: 't', title: 'Do it', points: 10 }],
    ...(certificate === undefined ? {} : { certificate }),
  },
  folder: '/nowhere',
  solution: 'true',
});
const exercises = new Map(
  [exerciseOf('final', true), exerciseOf('warm-up'), exerciseOf('other', false)].map((each) => [
    each.exercise.id,
    each,
  ]),
);

async function startCourse() {
  const app = await startApp({ exercises });
  const ask = async (cookie: string) => {
    const response = await fetch(`${app.url}/api/certificates`, { headers: { cookie } });
    return { response, body: await response.json() };
  };
  const read = async (cookie: string) => learnerCertificatesSchema.parse((await ask(cookie)).body).certificates;
  return { ...app, ask, read };
}

test('who has done all tasks of an exercise that certifies has a certificate, and nobody else', async () => {
  const { url, store, ask, read } = await startCourse();
  const [ada, ben] = [await newCookie(url), await newCookie(url)];
  const learnerId = learnerIdSchema.parse(/[0-9a-f]{32}/.exec(ada)?.[0]);
  const open = [{ kind: 'open', exercise: 'final', missing: ['Do it'] }];
  expect(await read(ada)).toEqual(open);
  const at = '2026-01-02T03:04:05.000Z';
  await store.appendAttempt({ learnerId, exercise: 'warm-up', task: 't', verdict: pass(), at });
  expect(await read(ada)).toEqual(open);
  await store.appendAttempt({ learnerId, exercise: 'final', task: 't', verdict: pass({ points: 7 }), at });
  const [certificate] = await read(ada);
  expect(certificate).toMatchObject({ kind: 'earned', exercise: 'final', at, score: { earned: 7, of: 10 } });
  expect(await read(ada)).toEqual([certificate]);
  expect(await read(ben)).toEqual(open);
  expect((await ask(ada)).response.headers.get('cache-control')).toBe('no-store');
});

test('a browser that the server does not know is told so, and who asks all the time is slowed down', async () => {
  const { url, ask } = await startCourse();
  const stranger = await ask('');
  expect([stranger.response.status, stranger.body]).toMatchObject([401, { error: { code: 'unauthorized' } }]);
  expect(stranger.response.headers.getSetCookie()).toEqual([]);
  const cookie = await newCookie(url);
  const statuses = [];
  for (let number = 0; number < 61; number += 1) statuses.push((await ask(cookie)).response.status);
  expect(statuses).toEqual([...Array.from({ length: 60 }, () => 200), 429]);
});
