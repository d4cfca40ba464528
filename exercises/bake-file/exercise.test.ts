import { describe, expect, test } from 'vitest';
import { fail, type ImageView, pass } from '../../src/shared/exercise/index.ts';
import { checkTask, type HandBuilt, handBuiltSandbox, imageOf } from '../hand-built-sandbox.ts';
import exercise from './exercise.ts';
import { TITLE_LABEL, VERSION_LABEL } from './names.ts';

const FILE = `
# variable "NOT_THIS" {}
variable "VERSION" { default = "1.0" }
group "default" { targets = ["site", "clock"] }
target "site" {}
target "clock" {}
`;

function image(title: string, version: string, tags: readonly string[], label = version): ImageView {
  return { ...imageOf(`${title}${version}`, tags, ['l']), labels: { [TITLE_LABEL]: title, [VERSION_LABEL]: label } };
}

function check(taskId: string, state: HandBuilt) {
  return checkTask(exercise, taskId, handBuiltSandbox(state));
}

function failing(reason: RegExp) {
  return fail(expect.stringMatching(reason) as string);
}

const NEXT_IMAGES = [
  image('site', '1.1', ['harbour/site:1.1', 'harbour/site:latest']),
  image('clock', '1.1', ['harbour/clock:1.1']),
];

describe('the bake file', () => {
  test.each([
    [FILE, pass()],
    ['target "site" {}\n/* target "clock" {} */', failing(/has 1 of 2 targets/)],
    ['target "a" {}\ntarget "b" {}\n// group "default" {}', failing(/no group "default"/)],
  ])('%j', async (text, verdict) => {
    expect(await check('file', { files: { 'docker-bake.hcl': text } })).toEqual(verdict);
  });

  test('builds the next version by a variable', async () => {
    const baked = (text: string) => check('next', { images: NEXT_IMAGES, files: { 'docker-bake.hcl': text } });
    expect(await baked(FILE)).toEqual(pass());
    expect(await baked(FILE.replace('"1.0"', '"1.1"'))).toEqual(failing(/has 1.1 written into it/));
    expect(await baked(FILE.replace('variable "VERSION"', 'variable "V"'))).toEqual(failing(/no variable "VERSION"/));
  });
});

describe('the images', () => {
  test('are their own stages and know their version', async () => {
    const both = [image('site', '1.0', ['harbour/site:1.0']), image('clock', '1.0', ['harbour/clock:1.0'])];
    expect(await check('images', { images: both })).toEqual(pass());
    expect(await check('images', { images: both.slice(1) })).toEqual(failing(/not have `harbour\/site:1.0` yet\.$/));
    const commands = [{ text: 'VERSION=1.0 docker buildx bake', exitCode: 1 }];
    expect(await check('images', { images: [], commands })).toEqual(failing(/ended with 1: its error names the line/));
    const lastStage = image('clock', '1.0', ['harbour/site:1.0']);
    expect(await check('images', { images: [lastStage] })).toEqual(failing(/is the stage `clock`/));
    const untold = image('site', '1.0', ['harbour/site:1.0'], 'unknown');
    expect(await check('images', { images: [untold] })).toEqual(failing(/its version is `unknown`/));
  });

  test('latest leads to the newest', async () => {
    expect(await check('latest', { images: NEXT_IMAGES })).toEqual(pass());
    const older = [image('site', '1.0', ['harbour/site:latest']), image('site', '1.1', ['harbour/site:1.1'])];
    expect(await check('latest', { images: older })).toEqual(failing(/its version is `1.0`/));
  });
});
