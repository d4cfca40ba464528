import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { patience } from '../test-patience.ts';
import { loginShell, ownEnvironment } from './login-shell.ts';
import { Pty } from './pty.ts';

test('what npm and Drydock put into the environment is taken out again', () => {
  expect(
    ownEnvironment({
      HOME: '/home/ada',
      DOCKER_HOST: 'unix:///run/user/1000/docker.sock',
      NODE_OPTIONS: '--max-old-space-size=4096',
      npm_lifecycle_event: 'start',
      npm_config_user_agent: 'npm/11',
      INIT_CWD: '/srv/drydock',
      DRYDOCK_PORT: '4321',
      PATH: '/srv/drydock/node_modules/.bin:/srv/node_modules/.bin:/opt/npm/node_modules/@npmcli/run-script/lib/node-gyp-bin:/usr/local/bin:/usr/bin',
      EMPTY: undefined,
    }),
  ).toEqual({
    HOME: '/home/ada',
    DOCKER_HOST: 'unix:///run/user/1000/docker.sock',
    NODE_OPTIONS: '--max-old-space-size=4096',
    PATH: '/usr/local/bin:/usr/bin',
  });
});

test('a shell that is not there gives way to one that is, and one without marks runs as it is', () => {
  expect(loginShell({ SHELL: '/no/such/shell' }, '/tmp').command[0]).toMatch(/^\/.*sh$/);
  expect(loginShell({ SHELL: '/bin/sh', HOME: '/' }, '/tmp')).toMatchObject({
    command: ['/bin/sh', '-l'],
    cwd: '/tmp',
  });
});

/** What bash prints at these lines, each typed at its prompt, in a home folder with these files of the person's. */
async function bash(files: Record<string, string>, lines: readonly string[]): Promise<string> {
  const home = mkdtempSync(join(tmpdir(), 'drydock-shell-'));
  onTestFinished(() => rmSync(home, { recursive: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(home, name), text);
  let shown = '';
  let status: number | undefined;
  const { PATH } = process.env;
  const pty = new Pty({
    ...loginShell({ PATH, HOME: home, SHELL: '/bin/bash', LANG: 'C.UTF-8' }, home),
    cols: 200,
    rows: 24,
    onData: (bytes) => {
      shown += bytes;
    },
    onExit: (code) => {
      status = code;
    },
  });
  onTestFinished(() => pty[Symbol.dispose]());
  const prompts = () => shown.split('\x1b]633;B\x07').length - 1;
  for (const [index, line] of lines.entries()) {
    await expect.poll(prompts, { timeout: 4_000 * patience }).toBe(index + 1);
    pty.write(Buffer.from(`${line}\r`));
  }
  await expect.poll(() => status, { timeout: 4_000 * patience }).toBeDefined();
  return shown;
}

test('bash reads the person’s own files as a login shell does, and marks its commands behind them', async () => {
  const shown = await bash(
    {
      '.bash_profile': 'mine=profile; . ~/.bashrc\n',
      '.bashrc': 'PS1="ada> "; HISTCONTROL=ignoreboth; PROMPT_COMMAND="was=\\$?"; PS0="[begins]"\n',
      '.profile': 'mine=not-this-one\n',
    },
    ['(exit 3)', 'echo "<$mine $was>; second"', 'exit 4'],
  );
  expect(shown).toContain('\x1b]633;A\x07ada> \x1b]633;B\x07');
  expect(shown).toContain('\x1b]633;E;(exit 3)\x07\x1b]633;C\x07[begins]');
  expect(shown).toMatch(/\x1b\]633;P;DurationMs=\d+\x07\x1b\]633;D;3\x07\x1b\]633;P;Cwd=\/\S+\x07/);
  expect(shown).toContain('\x1b]633;E;echo "<$mine $was>\\x3b second"\x07');
  // The person's own command at each prompt sees the exit code as it was.
  expect(shown).toContain('<profile 3>; second');
});

test('bash finds the person’s settings where they have no profile, and marks prompts that are made anew each time', async () => {
  const shown = await bash({ '.bashrc': 'PROMPT_COMMAND=(\'PS1="$((++count))> "\')\n' }, ['true', 'exit']);
  expect(shown).toContain('\x1b]633;A\x071> \x1b]633;B\x07');
  expect(shown).toContain('\x1b]633;A\x072> \x1b]633;B\x07');
});
