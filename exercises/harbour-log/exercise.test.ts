import { expect, test } from 'vitest';
import { fail, pass } from '../../src/shared/exercise/index.ts';
import { checkTask, type HandBuilt, handBuiltSandbox } from '../hand-built-sandbox.ts';
import exercise from './exercise.ts';

const LOG = {
  'log/monday.txt': 'Anna on time\nBertha late\n',
  'log/tuesday.txt': 'Clara late\nDora late\nEmma on time\n',
};
const FOLDER = { kind: 'folder', sizeBytes: 4096, mode: 0o755 } as const;

function check(taskId: string, state: HandBuilt) {
  return checkTask(exercise, taskId, handBuiltSandbox({ ...state, files: { ...LOG, ...state.files } }));
}

const failing = (reason: RegExp) => fail(expect.stringMatching(reason) as string);

test('the report holds the late ships of both days, and nothing else', async () => {
  const report = (text: string) => check('report', { files: { 'late.txt': text } });
  expect(await report('Bertha late\nClara late\nDora late\n')).toEqual(pass());
  expect(await report('')).toEqual(failing(/is empty/));
  expect(await report('Bertha late\n')).toEqual(failing(/has 1 of the 3 late ships\. "Clara late" is one/));
  expect(await report('log/monday.txt:Bertha late\n')).toEqual(failing(/has file names in front/));
  expect(await report('Anna on time\n')).toEqual(failing(/a line that is no late ship: "Anna on time"/));
  expect(await report('Bertha late\nClara late\nDora late\nDora late\n')).toEqual(failing(/has a ship twice/));
});

test('usual wrong counts are told apart', async () => {
  expect(await check('late', { answer: '3' })).toEqual(pass());
  expect(await check('late', {})).toEqual(failing(/enter the number here/));
  expect(await check('late', { answer: 'three' })).toEqual(failing(/"three" is no whole number/));
  expect(await check('late', { answer: '1' })).toEqual(failing(/1 came late in `monday.txt` alone/));
  expect(await check('late', { answer: '9' })).toEqual(failing(/It is not 9/));
  expect(await check('late', { files: {}, answer: '5' })).toEqual(failing(/It is not 5/));
});

test('a backup in the wrong place, or half of one, is told', async () => {
  const whole = { 'backup/monday.txt': LOG['log/monday.txt'], 'backup/tuesday.txt': LOG['log/tuesday.txt'] };
  expect(await check('backup', { fileInfos: { backup: FOLDER }, files: whole })).toEqual(pass());
  expect(await check('backup', {})).toEqual(failing(/There is no `backup`/));
  expect(await check('backup', { commands: [{ text: 'cp log backup', exitCode: 1 }] })).toEqual(
    failing(/`cp log backup` ended with 1: by itself `cp` does not copy folders/),
  );
  expect(await check('backup', { fileInfos: { 'log/backup': FOLDER } })).toEqual(failing(/is inside of `log`/));
  expect(await check('backup', { fileInfos: { backup: FOLDER, 'backup/log': FOLDER } })).toEqual(
    failing(/The files are in `backup\/log`/),
  );
  expect(await check('backup', { fileInfos: { backup: FOLDER } })).toEqual(
    failing(/`monday.txt` and `tuesday.txt` in it is not as in `log`/),
  );
});
