import type { ReadySandbox } from '../sandbox/port.ts';
import { DtachOutput, untilAttached } from './dtach-output.ts';
import type { ShellHolder } from './port.ts';

/**
 * What a new terminal runs: the shell, once a client has given the terminal its size. dtach passes over what is written before somebody is attached, and the prompt
 * must not be. Without a client it gives up waiting after 10 s.
 */
const SHELL = `
tries=0
until [ "$(stty size)" != "0 0" ] || [ $tries -ge 1000 ]; do tries=$((tries + 1)); sleep 0.01; done
exec bash -l
`;

/**
 * Starts terminal `$1` with the program `$2` where its socket answers nobody, and attaches to it. `winch` passes the size on. Attached
 * clients that a dead server left behind would hold the shell up once their pipes are full, so they go first.
 */
const ATTACH = `
folder="$XDG_RUNTIME_DIR/terminals"; socket="$folder/$1"
mkdir -p -m 700 "$folder"
pkill -x -f "dtach -a $socket -E -z -r winch"
[ -S "$socket" ] && ! socat -u OPEN:/dev/null "UNIX-CONNECT:$socket" 2>/dev/null && rm -f "$socket"
[ -S "$socket" ] || dtach -n "$socket" -E -z sh -c "$2"
exec dtach -a "$socket" -E -z -r winch
`;

/** A login shell in a sandbox, held by dtach. */
export function createDtachShell(sandbox: ReadySandbox, terminal: string): ShellHolder {
  return {
    async attach(options) {
      const process = await sandbox.tty(['sh', '-c', ATTACH, 'attach', terminal, SHELL], options);
      try {
        await untilAttached(process.stream, options.signal);
      } catch (error) {
        process[Symbol.dispose]();
        throw error;
      }
      const output = new DtachOutput();
      return {
        stream: process.stream,
        resize: (cols, rows) => process.resize(cols, rows),
        shown: (bytes) => output.shown(bytes),
        [Symbol.dispose]: () => process[Symbol.dispose](),
      };
    },
    async isReachable(signal) {
      // In one that is just going down the command still starts, and is killed.
      return sandbox.exec(['true'], { signal }).then(
        ({ exitCode }) => exitCode === 0,
        () => false,
      );
    },
  };
}
