import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** All exercises with what they import, and what the checks of some hundred learners hold at a time, take a fifth of it. */
const MAX_HEAP_MB = 128;

/** Heap, buffers outside of it and Node's own: what V8 sets aside without using it counts too. */
const MAX_DATA_KIB = 2 * 1024 * 1024;

/** A check takes a millisecond. One that never ends, in a process whose server was killed, is over after so much where the kernel does not end it at once. */
const MAX_CPU_SECONDS = 30 * 60;

/** With these limits, not longer than its server, and without a single variable in its environment. */
const CONFINED = `
ulimit -t ${MAX_CPU_SECONDS}
ulimit -d ${MAX_DATA_KIB}
[ ! -x /usr/bin/setpriv ] || set -- /usr/bin/setpriv --pdeathsig KILL "$@"
exec /usr/bin/env -i "$@"
`;

const here = import.meta.dirname;
const root = dirname(dirname(here));

/** What exercises may import from, beside their own folder. Absolute paths. */
export const openFolders: readonly string[] = [join(root, 'src/shared'), zodFolder()];

/** A program that reads these folders and its own, and else touches no file, starts no process and loads no native code; to be spawned in an empty environment. */
export function confinedCommand(
  program: string,
  argument: string,
  open: readonly string[],
): readonly [string, readonly string[]] {
  const readable = [...[...open, dirname(program), here].map((folder) => `${folder}/*`), join(root, 'package.json')];
  const node = [
    process.execPath,
    '--permission',
    ...readable.map((path) => `--allow-fs-read=${path}`),
    `--max-old-space-size=${MAX_HEAP_MB}`,
    '--disallow-code-generation-from-strings',
    '--no-warnings',
  ];
  return ['/bin/sh', ['-c', CONFINED, 'checks', ...node, program, argument]];
}

function zodFolder(): string {
  const [before = ''] = fileURLToPath(import.meta.resolve('zod')).split('/node_modules/zod/');
  return join(before, 'node_modules/zod');
}
