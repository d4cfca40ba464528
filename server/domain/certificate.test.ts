import { expect, test } from 'vitest';
import { fail, pass, type Verdict } from '../../src/shared/exercise/index.ts';
import { readCertificate } from './certificate.ts';

const SECRET = '0f'.repeat(32);
const exercise = {
  id: 'x',
  tasks: [
    { id: 'a', title: 'Make it `small`', points: 10 },
    { id: 'b', title: 'Run it' },
  ],
};
const size = (value: number) => [{ label: 'Size', value, unit: 'MB' }];
const log = (...verdicts: readonly (readonly [string, Verdict])[]) =>
  verdicts.map(([task, verdict], minute) => ({ task, verdict, at: `2026-01-02T03:0${minute}:00.000Z` }));
const read = (attempts: ReturnType<typeof log>, learner = 'ada', secret = SECRET) =>
  readCertificate(exercise, attempts, learner, secret);

test('as long as a task was never passed, it is named', () => {
  expect(read(log(['a', fail('Too large.')], ['b', pass()], ['gone', pass()]))).toEqual({
    kind: 'open',
    exercise: 'x',
    missing: ['Make it `small`'],
  });
});

test('the best of each task counts, with the figures of then, whatever was undone since', () => {
  const certificate = read(
    log(
      ['a', pass({ points: 4, figures: size(190) })],
      ['b', pass()],
      ['a', pass({ points: 8, figures: size(120) })],
      ['a', pass({ points: 4, figures: size(180) })],
      ['a', fail('gone')],
      ['b', pass()],
    ),
  );
  expect(certificate).toMatchObject({
    kind: 'earned',
    at: '2026-01-02T03:02:00.000Z',
    tasks: [{ title: 'Make it `small`', points: { earned: 8, of: 10 }, figures: size(120) }, { title: 'Run it' }],
    score: { earned: 8, of: 10 },
  });
});

test('an exercise without points has a certificate without a score', () => {
  const plain = { id: 'x', tasks: [{ id: 'b', title: 'Run it' }] };
  expect(readCertificate(plain, log(['b', pass()]), 'ada', SECRET)).not.toHaveProperty('score');
});

test('the code is the same for the same certificate, and another for each that differs', () => {
  const codeOf = (...given: Parameters<typeof read>) => {
    const certificate = read(...given);
    return certificate.kind === 'earned' ? certificate.code : '';
  };
  const done = log(['b', pass()], ['a', pass({ points: 8 })]);
  const code = codeOf(done);
  expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$/);
  // What is passed again changes nothing that stands on it.
  expect(codeOf([...done, ...log(['b', pass()])])).toBe(code);
  const others = [
    codeOf(done, 'ben'),
    codeOf(done, 'ada', 'f0'.repeat(32)),
    codeOf(log(['b', pass()], ['a', pass({ points: 9 })])),
    codeOf(done.map((attempt) => ({ ...attempt, at: '2026-01-03T00:00:00.000Z' }))),
  ];
  expect(new Set([code, ...others]).size).toBe(5);
});
