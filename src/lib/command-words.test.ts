import { describe, expect, it } from 'vitest';
import { commandTitle, durationWords, outcomeWords } from './command-words.ts';

describe('durationWords', () => {
  it('says times as people do', () => {
    expect([0, 49, 420, 9_949, 9_960, 59_400, 185_000, 7_800_000].map(durationWords)).toEqual([
      '0 s',
      '0 s',
      '0.4 s',
      '9.9 s',
      '10 s',
      '59 s',
      '3 min 5 s',
      '2 h 10 min',
    ]);
  });
});

describe('outcomeWords', () => {
  const ended = { isRunning: false, exitCode: 0, durationMs: 1_500 };

  it('has the exit code, and what the shell means by it', () => {
    expect(outcomeWords(ended)).toBe('Succeeded, after 1.5 s');
    expect(outcomeWords({ ...ended, exitCode: 2 })).toBe('Failed with exit code 2, after 1.5 s');
    expect(outcomeWords({ ...ended, exitCode: 127, durationMs: undefined })).toBe(
      'Failed with exit code 127 (command not found)',
    );
  });

  it('owns up to what it does not know', () => {
    expect(outcomeWords({ ...ended, exitCode: undefined })).toBe('Ended, nobody knows how, after 1.5 s');
    expect(outcomeWords({ isRunning: true, exitCode: undefined, durationMs: undefined })).toBe('Still running');
  });
});

describe('commandTitle', () => {
  const line = { line: 0, isDisposed: false, dispose: () => {} };
  const command = { id: 0, text: 'docker ps', cwd: '/', prompt: line, output: line, end: undefined };

  it('names a command by its first line', () => {
    expect(commandTitle(command)).toBe('docker ps: Still running.');
    expect(commandTitle({ ...command, text: 'cat <<E\na\nE' })).toBe('cat <<E…: Still running.');
    expect(commandTitle({ ...command, text: '' })).toBe('A command: Still running.');
    expect(commandTitle({ ...command, text: 'x'.repeat(500) })).toHaveLength(120 + '…: Still running.'.length);
  });
});
