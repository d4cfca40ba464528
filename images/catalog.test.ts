import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { IMAGES } from './catalog.ts';

const dockerfile = ({ dir, dockerfile }: { dir: string; dockerfile: string }) =>
  readFile(join(import.meta.dirname, dir, dockerfile), 'utf8');

test.each(IMAGES)('$name comes after what it is built from, and names each build argument', async (recipe) => {
  const before = new Set<string>(['base', ...IMAGES.slice(0, IMAGES.indexOf(recipe)).map(({ name }) => name)]);
  const text = await dockerfile(recipe);
  for (const [argument, name] of Object.entries(recipe.builtFrom)) {
    expect(before).toContain(name);
    expect(text).toMatch(new RegExp(`\\nARG ${argument}(=.*)?\\n`));
  }
});

test.each(IMAGES.filter(({ course }) => course))('$name says what it stands in for', async (recipe) => {
  const label = `\nLABEL drydock.stand-in=true drydock.stand-in.of=${recipe.name}\n`;
  expect(await dockerfile(recipe)).toContain(label);
});
