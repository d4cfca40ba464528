import type { ReadySandbox } from '../sandbox/port.ts';
import type { ShellHolder } from './port.ts';

/** dtach clears the screen whenever a client attaches; what was on it is drawn from the scrollback. */
const CLEAR_SCREEN = Buffer.from('\x1b[H\x1b[J');
/** dtach's last words to a client whose shell has ended. */
const ENDED = Buffer.from('\x1b[999H\r\n[EOF - dtach terminating]\r\n');

/**
 * Starts the shell of terminal `$1` where its socket answers nobody, and attaches to it. Attached clients that a dead
 * server left behind would hold the shell up once their pipes are full, so they go first.
 */
const ATTACH = `
folder="$XDG_RUNTIME_DIR/terminals"; socket="$folder/$1"
mkdir -p -m 700 "$folder"
pkill -x -f "dtach -a $socket -E -z -r none"
[ -S "$socket" ] && ! socat -u OPEN:/dev/null "UNIX-CONNECT:$socket" 2>/dev/null && rm -f "$socket"
[ -S "$socket" ] || dtach -n "$socket" -E -z bash -l
exec dtach -a "$socket" -E -z -r none
`;

/** A login shell in a sandbox, held by dtach. */
export function createDtachShell(sandbox: ReadySandbox, terminal: string): ShellHolder {
  return {
    async attach(options) {
      const process = await sandbox.tty(['sh', '-c', ATTACH, 'attach', terminal], options);
      let isFirst = true;
      return {
        stream: process.stream,
        resize: (cols, rows) => process.resize(cols, rows),
        [Symbol.dispose]: () => process[Symbol.dispose](),
        shown(bytes) {
          const clears = isFirst && bytes.subarray(0, CLEAR_SCREEN.length).equals(CLEAR_SCREEN);
          isFirst = false;
          const ends = bytes.subarray(-ENDED.length).equals(ENDED);
          return bytes.subarray(clears ? CLEAR_SCREEN.length : 0, ends ? -ENDED.length : undefined);
        },
      };
    },
    async isReachable(signal) {
      return sandbox.exec(['true'], { signal }).then(
        () => true,
        () => false,
      );
    },
  };
}
