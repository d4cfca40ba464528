import { describe, expect, test } from 'vitest';
import { fail, type ImageLayer, pass } from '../../src/shared/exercise/index.ts';
import { checkTask, handBuiltSandbox } from '../hand-built-sandbox.ts';
import exercise from './exercise.ts';

const BASE = layer('base', 'ADD rootfs.tar / # buildkit');
const LIST = layer('list', 'COPY requirements.txt ./ # buildkit');
const INSTALL = layer('install', 'RUN /bin/sh -c pip install -r requirements.txt # buildkit');

function layer(digest: string, createdBy: string): ImageLayer {
  return { digest, createdBy, sizeBytes: 100 };
}

function program(digest: string): ImageLayer {
  return layer(digest, 'COPY app.py ./ # buildkit');
}

function check(taskId: string, ...stacks: readonly (readonly ImageLayer[])[]) {
  const layers = Object.fromEntries(stacks.map((stack, index) => [`board:${index + 1}`, stack]));
  return checkTask(exercise, taskId, handBuiltSandbox({ layers }));
}

function failing(reason: RegExp) {
  return fail(expect.stringMatching(reason) as string);
}

describe('first', () => {
  test('wants something copied after the installation, whatever installs', async () => {
    expect(await check('first', [BASE, LIST, INSTALL, program('a')])).toEqual(pass());
    const other = layer('other', '/bin/sh -c python -m pip --no-cache-dir install -r requirements.txt');
    expect(await check('first', [BASE, LIST, other, program('a')])).toEqual(pass());
    expect(await check('first', [BASE, LIST, INSTALL])).toEqual(failing(/made layer 3 of 3/));
    expect(await check('first', [BASE, program('a')])).toEqual(failing(/has 2 layers, and `pip install` made none/));
  });
});

describe('second', () => {
  const first = [BASE, LIST, INSTALL, program('a')];

  test('wants the installation shared and the program not', async () => {
    expect(await check('second', first, [BASE, LIST, INSTALL, program('b')])).toEqual(pass());
    expect(await check('second', first, first)).toEqual(failing(/have the same 4 layers/));
    expect(await check('second', first, [...first, program('b')])).toEqual(
      failing(/all 4 layers .* and 1 more on top/),
    );
    const again = { ...INSTALL, digest: 'again' };
    expect(await check('second', first, [BASE, LIST, again, program('b')])).toEqual(
      failing(/shares 2 of its 4 layers .* is number 3/),
    );
  });
});

describe('third', () => {
  const second = [BASE, LIST, INSTALL, program('b')];

  test('wants another installation', async () => {
    const list = { ...LIST, digest: 'new list' };
    const install = { ...INSTALL, digest: 'new install' };
    expect(await check('third', second, second, [BASE, list, install, program('b')])).toEqual(pass());
    expect(await check('third', second, second, [BASE, LIST, INSTALL, program('c')])).toEqual(
      failing(/the very `pip install` layer of `board:2`, number 3/),
    );
  });
});
