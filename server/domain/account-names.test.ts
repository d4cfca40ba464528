import { expect, test } from 'vitest';
import { IMAGES, registryRepository } from '../../images/catalog.ts';
import { slugSchema } from '../../src/shared/ids.ts';
import { adjectives, animals, drawAccountName, namesake } from './account-names.ts';

test('two words by chance, and a number for whoever drew the same', () => {
  expect(drawAccountName(() => 0)).toBe('amber-alpaca');
  expect(drawAccountName((limit) => limit - 1)).toBe('wise-wren');
  expect([1, 2, 3].map((number) => namesake('calm-heron', number))).toEqual([
    'calm-heron',
    'calm-heron-2',
    'calm-heron-3',
  ]);
});

test('there are enough words, each once, and every name is safe in an address', () => {
  expect([adjectives.length, animals.length]).toEqual([32, 64]);
  expect(new Set([...adjectives, ...animals]).size).toBe(96);
  for (const word of [...adjectives, ...animals]) expect(word).toMatch(/^[a-z]{3,11}$/);
  const longest = [adjectives, animals].map((words) => words.toSorted((a, b) => b.length - a.length)[0]).join('-');
  expect(slugSchema.safeParse(namesake(longest, 100_000)).success).toBe(true);
});

test('no name is what the course’s own repositories begin with', () => {
  const reserved = IMAGES.flatMap(({ course }) => (course ? [registryRepository(course).split('/')[0]] : []));
  expect(reserved).toContain('library');
  const taken = reserved.filter((name) => {
    const [adjective = '', animal = ''] = name?.split('-') ?? [];
    return (adjectives as readonly string[]).includes(adjective) && (animals as readonly string[]).includes(animal);
  });
  expect(taken).toEqual([]);
});
