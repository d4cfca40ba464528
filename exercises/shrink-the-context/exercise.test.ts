import { describe, expect, test } from 'vitest';
import { fail, type ImageLayer, pass } from '../../src/shared/exercise/index.ts';
import { checkTask, handBuiltSandbox } from '../hand-built-sandbox.ts';
import exercise from './exercise.ts';

const layer = (digest: string, sizeBytes: number, createdBy = 'COPY . . # buildkit'): ImageLayer => {
  return { digest, sizeBytes, createdBy };
};
const BASE = layer('base', 2_000_000, 'COPY dir:a in /');
const FAT = [BASE, layer('fat', 12_583_000)];

function slim(layers: readonly ImageLayer[]) {
  const historyOf = (of: readonly ImageLayer[]) =>
    of.map(({ createdBy }) => ({ createdBy, sizeBytes: 0, comment: '' }));
  return checkTask(
    exercise,
    'slim',
    handBuiltSandbox({
      layers: { 'gallery:fat': FAT, 'gallery:slim': layers },
      history: { 'gallery:fat': historyOf(FAT), 'gallery:slim': historyOf(layers) },
    }),
  );
}

function failing(reason: RegExp) {
  return fail(expect.stringMatching(reason) as string);
}

describe('slim', () => {
  test('passes on the same instructions with less behind them', async () => {
    expect(await slim([BASE, layer('slim', 900)])).toEqual(pass());
  });

  test('does not take what a later layer hides for small', async () => {
    expect(await slim([...FAT, layer('rm', 0, 'RUN /bin/sh -c rm -r raw')])).toEqual(failing(/removes files again/));
    expect(await slim([BASE, layer('new', 12_500_000), layer('rm', 0, 'RUN rm raw')])).toEqual(
      failing(/its own layers still have 12\.5 MB/),
    );
  });

  test('says what is not asked for', async () => {
    expect(await slim([BASE, layer('src', 900, 'COPY index.html .')])).toEqual(failing(/by other instructions/));
    expect(await slim([BASE, layer('big', 8_400_000)])).toEqual(failing(/adds 8\.4 MB to its base, and .* 12\.6 MB/));
  });
});
