import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MAX_ROSTER_LINES, ownIdSchema, personNameSchema } from '../../src/shared/class-views.ts';
import { csvText } from './csv-text.ts';
import { readRosterList } from './roster-list.ts';

const people = (text: string) => {
  const list = readRosterList(text);
  return list.kind === 'read' ? list.people.map(({ name, ownId }) => [name, ownId]) : list.problems;
};
const problems = (...given: Parameters<typeof readRosterList>) => {
  const list = readRosterList(...given);
  return list.kind === 'wrong' ? list.problems.join('\n') : '';
};

test('one name a line is a list', () => {
  expect(people('Ada Lovelace\nBen\n\n  Cleo  \n')).toEqual([
    ['Ada Lovelace', null],
    ['Ben', null],
    ['Cleo', null],
  ]);
});

test('a list may come from any spreadsheet', () => {
  const both = [
    ['Lovelace, Ada', 's-1'],
    ['Ben', null],
  ];
  expect(people('"Lovelace, Ada",s-1\r\nBen,\r\n')).toEqual(both);
  expect(people('\uFEFFName;ID\r\n"Lovelace, Ada";s-1\r\nBen;\r\n')).toEqual(both);
  expect(people('Lovelace, Ada;s-1\nBen;')).toEqual(both);
  expect(people('id\tname\ngarbage\n'.replace('garbage', 's-1\tLovelace, Ada') + '\tBen')).toEqual(both);
});

test('of a list with column names only two columns are taken', () => {
  expect(people('role,name,joined,id\nlearner,Ada,2026-01-01,s-1')).toEqual([['Ada', 's-1']]);
  expect(people('name,role\nAda,learner')).toEqual([['Ada', null]]);
});

test('a bad line is told by its number, and nothing is taken', () => {
  expect(problems(`Ada\n${'x'.repeat(61)}\nBen`)).toMatch(/^Line 2: has no name/);
  expect(problems('name,id\nAda,1\n,2')).toMatch(/^Line 3: has no name/);
  expect(problems('Ada,1,2,3')).toMatch(/^Line 1: has more than a name and an id/);
  expect(problems(`Ada,${'x'.repeat(41)}`)).toMatch(/^Line 1: has an id/);
  expect(problems('Ada\n"Ben')).toMatch(/^Line 2: the quotation marks/);
  expect(problems('Ada\nBe\u0007n')).toMatch(/^Line 2/);
});

test('who is there twice, or already, is told', () => {
  expect(problems('Ada\nBen\nADA')).toMatch(/^Line 3: “ADA” is on line 1 already/);
  expect(problems('Ada,1\nBen,1')).toMatch(/^Line 2: the id “1” is on line 1 already/);
  expect(problems('Ada', { names: ['ada'], ownIds: [] })).toMatch(/in the class already/);
  expect(problems('Ada,S-1', { names: [], ownIds: ['s-1'] })).toMatch(/in the class already/);
  expect(people('Ada,1\nAda,2')).toHaveLength(2);
});

test('what is too long is refused as a whole, and what is empty too', () => {
  const line = (_: unknown, index: number) => `Person ${index}`;
  expect(problems(Array.from({ length: MAX_ROSTER_LINES + 1 }, line).join('\n'))).toContain('Divide it');
  expect(people(Array.from({ length: MAX_ROSTER_LINES }, line).join('\n'))).toHaveLength(MAX_ROSTER_LINES);
  expect(problems('x'.repeat(200_000))).toContain('Divide it');
  for (const empty of ['', '\n\n', ' , ', 'name,id\n']) expect(problems(empty)).toContain('empty');
  expect(problems(Array.from({ length: 100 }, () => 'Ada').join('\n')).split('\n')).toHaveLength(9);
});

const nameArbitrary = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }).filter((name) => {
  const parsed = personNameSchema.safeParse(name);
  // What is written with an apostrophe in front comes back with it.
  return parsed.success && parsed.data === name && !/^[=+\-@＝＋－＠]/.test(name) && name.toLowerCase() !== 'name';
});
const idArbitrary = fc.string({ minLength: 1, maxLength: 40 }).filter((id) => {
  const parsed = ownIdSchema.safeParse(id);
  return parsed.success && parsed.data === id && !/^[=+\-@]/.test(id);
});

test('what was written as CSV is read as it was, whatever stands in it', () => {
  const uniqueRows = fc.uniqueArray(fc.tuple(nameArbitrary, idArbitrary), {
    minLength: 1,
    selector: ([, id]) => id.toLowerCase(),
  });
  fc.assert(
    fc.property(uniqueRows, (rows) => {
      expect(people(csvText(['name', 'id'], rows))).toEqual(rows);
    }),
  );
});

test('whatever is pasted is read or refused in words, and never half', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
      const list = readRosterList(text);
      if (list.kind === 'wrong') expect(list.problems.length).toBeGreaterThan(0);
      else for (const { name } of list.people) expect(personNameSchema.safeParse(name).success).toBe(true);
    }),
  );
});
