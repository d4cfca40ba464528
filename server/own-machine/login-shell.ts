import { accessSync, constants } from 'node:fs';
import { userInfo } from 'node:os';
import { basename, delimiter, join } from 'node:path';
import type { ShellStart } from './held-shell.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const shells = join(import.meta.dirname, 'shells');

/** What npm and Drydock add to the environment of whoever types `npm start`. */
const OURS = /^(?:npm_|DRYDOCK_|INIT_CWD$|NODE$|NODE_ENV$|NODE_CHANNEL_FD$|COLOR$)/;

/** Folders that npm puts in front of the PATH. */
const OUR_FOLDERS = /\/node_modules\/(?:\.bin|(?:@npmcli\/run-script\/lib|npm-lifecycle)\/node-gyp-bin)$/;

/** The environment as it was before `npm start`: what a person's own programs should see. */
export function ownEnvironment(environment: Environment): Record<string, string> {
  const own: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment))
    if (value !== undefined && !OURS.test(name)) own[name] = value;
  const folders = own['PATH']?.split(delimiter).filter((folder) => !OUR_FOLDERS.test(folder));
  return folders ? { ...own, PATH: folders.join(delimiter) } : own;
}

function isProgram(path: string | null | undefined): path is string {
  if (!path?.startsWith('/')) return false;
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** As the person set it, else as the system has it for them. */
function findShell(environment: Environment): string {
  return [environment['SHELL'], userInfo().shell].find(isProgram) ?? '/bin/sh';
}

/**
 * The person's login shell, in a folder. bash and zsh tell the terminal where commands begin and end (OSC 633) by files of ours, which read the person's own; other
 * shells run as they are.
 */
export function loginShell(environment: Environment, folder: string): ShellStart {
  const own = ownEnvironment(environment);
  const shell = findShell(own);
  const env = { ...own, SHELL: shell, COLORTERM: 'truecolor' };
  switch (basename(shell)) {
    case 'bash':
      return { command: [shell, '--init-file', join(shells, 'bash.sh'), '-i'], cwd: folder, env };
    case 'zsh': {
      const userFolder = own['ZDOTDIR'] ?? own['HOME'] ?? '';
      const ours = join(shells, 'zsh');
      return {
        command: [shell, '-l', '-i'],
        cwd: folder,
        env: { ...env, ZDOTDIR: ours, DRYDOCK_ZSH_FOLDER: ours, DRYDOCK_ZDOTDIR: userFolder },
      };
    }
    default:
      return { command: [shell, '-l'], cwd: folder, env };
  }
}
