import { validate as isUuid, version as uuidVersion } from 'uuid';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { fail, pass } from '../../src/shared/exercise/index.ts';
import { learnerIdSchema } from '../../src/shared/ids.ts';
import type { LogLine, PersonLog } from '../storage/port.ts';
import { placeOf } from './read-timeline.ts';
import { createStatements, writeStatements } from './xapi-statements.ts';

const ada = learnerIdSchema.parse('a'.repeat(32));
const ben = learnerIdSchema.parse('b'.repeat(32));

const iri = z.string().refine((text) => URL.canParse(text) && !/[\s<>"{}|\\^`]/.test(text), 'an IRI');
const languageMap = z.record(z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]+)*$/), z.string());
const activity = z.strictObject({
  objectType: z.literal('Activity').optional(),
  id: iri,
  definition: z.strictObject({ type: iri, name: languageMap }).optional(),
});
const score = z
  .strictObject({ raw: z.number(), min: z.number(), max: z.number() })
  .refine(({ raw, min, max }) => min < max && raw >= min && raw <= max, 'raw between min and max');

/** The rules of xAPI 1.0.3, part two (Experience API Data), for what is used of it. Whatever it does not name, a statement may not have. */
const statementSchema = z.strictObject({
  id: z.string().refine((id) => isUuid(id) && uuidVersion(id) === 5),
  actor: z.strictObject({
    objectType: z.literal('Agent'),
    // One inverse functional identifier, and no other: 2.4.2.1.
    account: z.strictObject({ homePage: iri, name: z.string().min(1) }),
  }),
  verb: z.strictObject({ id: iri.startsWith('http://adlnet.gov/expapi/verbs/'), display: languageMap }),
  object: activity,
  result: z
    .strictObject({
      success: z.boolean().optional(),
      completion: z.boolean().optional(),
      response: z.string().optional(),
      score: score.optional(),
      extensions: z.record(iri, z.json()).optional(),
    })
    .optional(),
  context: z.strictObject({
    platform: z.string(),
    contextActivities: z.strictObject({
      parent: z.array(activity).min(1).optional(),
      grouping: z.array(activity).min(1),
    }),
  }),
  timestamp: z.iso.datetime(),
});
type Statement = z.infer<typeof statementSchema>;

const exercise = {
  id: 'web',
  title: 'A page of your own',
  minutes: 5,
  tasks: [
    { id: 'build', title: 'Build it' },
    { id: 'small', title: 'Make it small', points: 9 },
  ],
};
const options = {
  origin: 'https://course.example',
  course: 'docker-images',
  exercises: new Map([['web', { exercise, folder: '/', solution: 'true' }]]),
  lessons: [{ slug: 'first', exercises: ['web'] }],
};

const at = (minute: number) => `2026-01-02T03:${String(minute).padStart(2, '0')}:00.000Z`;
const attempt = (
  sequence: number,
  task: string,
  verdict: Extract<LogLine, { log: 'attempt' }>['attempt']['verdict'],
  id = 'web',
) =>
  ({ log: 'attempt', sequence, attempt: { learnerId: ada, exercise: id, task, verdict, at: at(sequence) } }) as const;
const of = { learnerId: ada, exercise: 'web' };
const lines: readonly LogLine[] = [
  { log: 'deed', sequence: 1, deed: { kind: 'try', ...of, at: at(0) } },
  attempt(1, 'small', fail('90 of 50 MB')),
  { log: 'deed', sequence: 2, deed: { kind: 'hint', ...of, task: 'small', at: at(1) } },
  attempt(2, 'small', { kind: 'error', reason: 'The engine is away.' }),
  { log: 'deed', sequence: 3, deed: { kind: 'answer', ...of, task: 'build', text: '4 "MB"', at: at(2) } },
  attempt(3, 'small', pass({ points: 7, note: 'Less earns more.' })),
  { log: 'deed', sequence: 4, deed: { kind: 'solution', ...of, isByChoice: true, at: at(3) } },
  attempt(4, 'build', pass()),
  attempt(5, 'build', pass()),
  attempt(6, 'gone', pass()),
  attempt(7, 'build', pass(), 'another-course'),
  {
    log: 'deed',
    sequence: 5,
    deed: {
      kind: 'quiz',
      learnerId: ada,
      lesson: 'first',
      question: 'what-is-it',
      answer: ['a', 'c'],
      isCorrect: true,
      at: at(8),
    },
  },
];

/** Gives the lines of one person as a store does. */
const logOf = (own: readonly LogLine[]): PersonLog => ({
  async page(learnerId, { limit, after }) {
    if (learnerId !== ada) return [];
    const key = (line: LogLine) => JSON.stringify(Object.values(placeOf(line)));
    const start = after
      ? own.findIndex((line) => key(line) === JSON.stringify([after.log, after.sequence, after.at])) + 1
      : 0;
    return own.slice(start, start + limit);
  },
});

async function write(own: readonly LogLine[] = lines, people = [ada]): Promise<readonly Statement[]> {
  let text = '';
  for await (const part of writeStatements(createStatements(options), logOf(own), people)) text += part;
  return z.array(statementSchema).parse(JSON.parse(text));
}

test('what was done is told by verbs of the registry, about tasks, exercises and questions that have an address', async () => {
  const told = (await write()).map(({ verb, object, result }) => [
    verb.id.replace('http://adlnet.gov/expapi/verbs/', ''),
    object.id.replace('https://course.example/lessons/first/', ''),
    result?.score?.raw ?? result?.response ?? null,
  ]);
  expect(told).toEqual([
    ['attempted', '#exercise-web', null],
    ['failed', '#exercise-web/small', 0],
    ['asked', '#exercise-web/small', null],
    ['answered', '#exercise-web/build', '4 "MB"'],
    ['passed', '#exercise-web/small', 7],
    ['experienced', '#exercise-web/solution', null],
    ['passed', '#exercise-web/build', 1],
    ['completed', '#exercise-web', null],
    ['passed', '#exercise-web/build', 1],
    ['answered', '#what-is-it', 'a[,]c'],
  ]);
});

test('whose it is stands there as an account without a name or an address', async () => {
  for (const { actor } of await write()) {
    expect(actor).toEqual({ objectType: 'Agent', account: { homePage: 'https://course.example', name: ada } });
  }
});

test('the reason of a verdict comes along', async () => {
  const reasons = (await write()).flatMap(
    ({ result }) => result?.extensions?.['https://course.example/xapi/reason'] ?? [],
  );
  expect(reasons).toEqual(['90 of 50 MB', 'Less earns more.']);
});

test('a second export has the same statements, so that an import doubles nothing; no two of them are one', async () => {
  const first = await write();
  const second = await write([...lines, attempt(9, 'small', pass())]);
  expect(second.slice(0, first.length)).toEqual(first);
  expect(new Set(second.map(({ id }) => id)).size).toBe(second.length);
});

test('a log that is longer than what is read at once is told whole', async () => {
  const many = Array.from(
    { length: 2_500 },
    (_, index): LogLine => ({ ...attempt(1, 'small', fail('no')), sequence: index + 1 }),
  );
  expect(await write(many, [ben, ada, ben])).toHaveLength(2_500);
});

test('statements of nobody are an empty list', async () => {
  expect(await write([], [ada, ben])).toEqual([]);
  expect(await write(lines, [])).toEqual([]);
});
