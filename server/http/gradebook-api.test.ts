import { expect, test } from 'vitest';
import { fail, pass } from '../../src/shared/exercise/index.ts';
import {
  gradebookFileSchema,
  gradebookSchema,
  learnerGradesSchema,
  plainGradebook,
} from '../../src/shared/gradebook.ts';
import { classIdSchema } from '../../src/shared/ids.ts';
import { newGuest, newStaff, startApp } from '../app-under-test.ts';
import type { Store } from '../storage/port.ts';

const monday = classIdSchema.parse('1'.repeat(16));
const exercise = {
  id: 'web',
  title: 'A page of your own',
  minutes: 5,
  tasks: [
    { id: 'build', title: 'Build it' },
    { id: 'small', title: 'Make it small', points: 9 },
  ],
};
const exercises = new Map([['web', { exercise, folder: '/', solution: 'true' }]]);
const lessons = [{ slug: 'first', exercises: ['web'] }];

/** A class with an instructor and a learner of this name, who has done some of the exercise. */
async function startClass(name = 'Ada') {
  const started = await startApp({ exercises, lessons });
  const { app, url, store } = started;
  const [ada, ben] = [await newGuest(url), await newStaff(started, 'ben@example.org')];
  const settings = { name: 'Monday', startsOn: null, endsOn: null, limits: null, internet: null };
  await store.classes.create(
    { id: monday, course: 'c', code: 'AAAA2222', ...settings },
    { learnerId: ben.id, name: 'Ben' },
  );
  await store.classes.join(monday, { learnerId: ada.id, name }, 10);
  await work(store, ada.id);
  const ask = async (path: string, init: { method?: string; body?: unknown; by?: string } = {}) =>
    fetch(`${url}/api/classes/${monday}${path}`, {
      method: init.method ?? 'GET',
      headers: { origin: url, cookie: init.by ?? ben.cookie, 'content-type': 'application/json' },
      ...(init.body === undefined ? {} : { body: JSON.stringify(init.body) }),
    });
  const read = async () => gradebookSchema.parse(await (await ask('/grades')).json());
  return { app, url, store, ada, ben, ask, read };
}

async function work(store: Store, learnerId: Parameters<Store['attempts']>[0]) {
  const of = { learnerId, exercise: 'web' };
  await store.appendDeed({ kind: 'try', ...of, at: '2026-03-01T10:00:00.000Z' });
  await store.appendAttempt({ ...of, task: 'small', verdict: fail('90 MB'), at: '2026-03-01T10:01:00.000Z' });
  await store.appendDeed({ kind: 'hint', ...of, task: 'small', at: '2026-03-01T10:02:00.000Z' });
  await store.appendAttempt({ ...of, task: 'small', verdict: pass({ points: 8 }), at: '2026-03-02T10:03:00.000Z' });
}

const strict = {
  ...plainGradebook,
  late: { kind: 'percent', perDayPercent: 50, floorPercent: 0 },
  due: { lessons: { first: '2026-03-02T10:00:00.000Z' }, exercises: {} },
};

test('points come from the log, and others when the rules change', async () => {
  const { ask, read, ada } = await startClass();
  const { rows, exercises: columns } = await read();
  expect(columns).toEqual([{ id: 'web', title: exercise.title, lesson: 'first', of: 10, weight: 1, dueAt: null }]);
  expect(rows).toEqual([
    {
      learner: ada.id,
      name: 'Ada',
      cells: [{ points: 8, isLate: false, isByHand: false }],
      total: { points: 8, of: 10, percent: 80 },
    },
  ]);
  const changed = await ask('/grades/settings', { method: 'PUT', body: strict });
  expect(gradebookSchema.parse(await changed.json()).rows[0]?.cells).toEqual([
    { points: 4, isLate: true, isByHand: false },
  ]);
  expect((await read()).exercises[0]?.dueAt).toBe(strict.due.lessons.first);
});

test('a rule that can’t be is refused, and the one before it holds', async () => {
  const { ask, read } = await startClass();
  const many = Object.fromEntries(Array.from({ length: 201 }, (_, index) => [`x${index}`, 1]));
  for (const wrong of [
    { graceMinutes: -1 },
    { late: { kind: 'percent' } },
    { weights: { web: -1 } },
    { weights: many },
  ]) {
    expect((await ask('/grades/settings', { method: 'PUT', body: { ...strict, ...wrong } })).status).toBe(400);
  }
  expect((await read()).settings).toEqual(plainGradebook);
});

test('a decision by hand has who made it and why, and can be taken back', async () => {
  const { ask, read, ada } = await startClass();
  const path = `/learners/${ada.id}/grades/web`;
  const decide = (body: unknown) => ask(path, { method: 'POST', body });
  expect((await decide({ points: 11, reason: 'Kind.' })).status).toBe(400);
  expect((await decide({ points: 10, reason: '  ' })).status).toBe(400);
  const made = learnerGradesSchema.parse(await (await decide({ points: 10, reason: 'Shown to me.' })).json());
  expect(made.exercises[0]).toMatchObject({
    points: 10,
    computed: 8,
    overrides: [{ points: 10, reason: 'Shown to me.', by: 'Ben' }],
  });
  expect((await read()).rows[0]?.cells[0]).toEqual({ points: 10, isLate: false, isByHand: true });
  await decide({ points: null, reason: 'A mistake.' });
  expect((await read()).rows[0]?.cells[0]).toEqual({ points: 8, isLate: false, isByHand: false });
  expect(
    (await ask(`/learners/${ada.id}/grades/none`, { method: 'POST', body: { points: 1, reason: 'r' } })).status,
  ).toBe(404);
});

test('a learner sees their own points as the instructor does, with how they came about', async () => {
  const { ask, ada } = await startClass();
  const own = await (await ask('/my-grades', { by: ada.cookie })).json();
  expect(own).toEqual(await (await ask(`/learners/${ada.id}/grades`)).json());
  expect(learnerGradesSchema.parse(own).exercises[0]?.tasks[1]).toMatchObject({ points: 8, of: 9, hints: 1 });
  expect((await ask('/grades', { by: ada.cookie })).status).toBe(403);
});

test('the CSV is RFC 4180, and a name that spreadsheets would run is a text', async () => {
  const { ask, ada } = await startClass('=HYPERLINK("http://evil","x"), Ada');
  const answer = await ask('/grades.csv');
  expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(answer.headers.get('content-disposition')).toBe('attachment; filename="grades.csv"');
  expect(Buffer.from(await answer.arrayBuffer()).toString('utf8')).toBe(
    `\uFEFFName,Learner,A page of your own (of 10),Total,Of,Percent\r\n"'=HYPERLINK(""http://evil"",""x""), Ada",${ada.id},8,8,10,80\r\n`,
  );
});

test('the JSON has everything that the gradebook says', async () => {
  const { ask, ada } = await startClass();
  const file = gradebookFileSchema.parse(await (await ask('/grades.json')).json());
  expect(file).toMatchObject({ course: 'docker-images', class: { id: monday, name: 'Monday' } });
  expect(file.learners).toMatchObject([{ learner: ada.id, name: 'Ada', total: { points: 8 } }]);
});

test('files of a class without learners are whole', async () => {
  const { ask, store, ada } = await startClass();
  await store.classes.leave(monday, ada.id);
  expect((await (await ask('/grades.csv')).text()).split('\r\n')).toHaveLength(2);
  expect(gradebookFileSchema.parse(await (await ask('/grades.json')).json()).learners).toEqual([]);
  expect(await (await ask('/statements.json')).json()).toEqual([]);
});

test('exports have a limit of their own, so that nobody keeps the server reading', async () => {
  const { ask } = await startClass();
  const statuses: number[] = [];
  for (let count = 0; count < 7; count += 1) {
    const answer = await ask('/statements.json');
    await answer.text();
    statuses.push(answer.status);
  }
  expect(statuses).toEqual([200, 200, 200, 200, 200, 200, 429]);
});
