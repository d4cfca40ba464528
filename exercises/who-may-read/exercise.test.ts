import { expect, test } from 'vitest';
import { fail, pass } from '../../src/shared/exercise/index.ts';
import { checkTask, type HandBuilt, handBuiltSandbox } from '../hand-built-sandbox.ts';
import exercise from './exercise.ts';
import { digits, letters } from './mode-text.ts';

const withMode = (mode: number, kind: 'file' | 'folder' = 'file') => ({ kind, sizeBytes: 10, mode });

function check(taskId: string, state: HandBuilt) {
  return checkTask(exercise, taskId, handBuiltSandbox(state));
}

const failing = (reason: RegExp) => fail(expect.stringMatching(reason) as string);

test('modes read as ls and stat print them', () => {
  expect([letters(0o750), digits(0o750)]).toEqual(['rwxr-x---', '750']);
  expect([letters(0o4), digits(0o4)]).toEqual(['------r--', '004']);
});

test('the gate is run by its owner, and written by nobody else', async () => {
  const gate = (mode: number, state: HandBuilt = {}) =>
    check('gate', { ...state, fileInfos: { 'open-gate.sh': withMode(mode) } });
  expect(await gate(0o744)).toEqual(pass());
  expect(await gate(0o644)).toEqual(fail('`open-gate.sh` is `rw-r--r--`: nobody may run it.'));
  expect(await gate(0o644, { commands: [{ text: './open-gate.sh', exitCode: 126 }] })).toEqual(
    failing(/exit code 126/),
  );
  expect(await gate(0o777)).toEqual(failing(/others may write into what you run/));
  expect(await check('gate', {})).toEqual(failing(/There is no `open-gate.sh`/));
});

test('the diary is read and written by its owner alone', async () => {
  const diary = (mode: number) => check('diary', { fileInfos: { 'diary.txt': withMode(mode) } });
  expect(await diary(0o600)).toEqual(pass());
  expect(await diary(0o644)).toEqual(failing(/`rw-r--r--`, 644: others than you/));
  expect(await diary(0o000)).toEqual(failing(/`---------`, 000: you should read and write it/));
});

test('the mode of the file is asked for, not that of its folder', async () => {
  const fileInfos = { office: withMode(0o750, 'folder'), 'office/hours.txt': withMode(0o644) };
  expect(await check('office', { fileInfos })).toEqual(pass());
  const mode = (answer?: string) => check('mode', { fileInfos, ...(answer === undefined ? {} : { answer }) });
  expect(await mode('644')).toEqual(pass());
  expect(await mode('0644')).toEqual(pass());
  expect(await mode('750')).toEqual(failing(/750 is the mode of the folder/));
  expect(await mode('rw-r--r--')).toEqual(failing(/These are the letters/));
  expect(await mode('many')).toEqual(failing(/"many" is no mode/));
  expect(await mode('600')).toEqual(failing(/It is not 600\. `ls -l office` shows `-rw-r--r--`/));
  expect(await mode()).toEqual(failing(/enter its three digits/));
});
