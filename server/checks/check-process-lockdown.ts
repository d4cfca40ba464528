import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

/** What leads out of a process, or waits without an end. */
const CLOSED_GLOBALS = [
  'fetch',
  'WebSocket',
  'EventSource',
  'XMLHttpRequest',
  'Worker',
  'BroadcastChannel',
  'MessageChannel',
  'MessagePort',
  'localStorage',
  'sessionStorage',
  'navigator',
  'gc',
  // It can wait without an end and without a processor.
  'Atomics',
  // Through their streams, both lead to sockets.
  'process',
  'console',
] as const;

/** Of the process itself, should it be got at: what leads to Node's own modules, to native code and to what it holds open. */
const CLOSED_DOORS = [
  'binding',
  '_linkedBinding',
  'dlopen',
  'getBuiltinModule',
  'mainModule',
  '_getActiveHandles',
  '_getActiveRequests',
  'kill',
  '_kill',
  '_debugProcess',
  'execve',
] as const;

const ignore = () => {};

/** A check says what it found by its verdict. */
const SILENT_CONSOLE = Object.freeze({
  debug: ignore,
  error: ignore,
  info: ignore,
  log: ignore,
  trace: ignore,
  warn: ignore,
});

/**
 * Closes, for all code that is imported from now on, what Node's permission model leaves open: modules of Node's own and of packages, and globals that lead to the
 * network or to the process. What is imported must lie in one of these folders; what has been imported already stays as it is.
 */
export function lockDown(open: readonly string[]): void {
  registerHooks({
    resolve(specifier, context, next) {
      const from = context.parentURL?.startsWith('file:') ? fileURLToPath(context.parentURL) : 'the exercise';
      const refuse = (): never => {
        throw new Error(
          `${from} imports "${specifier}". An exercise may import only from exercises/, src/shared and Zod: what it needs to know of a sandbox, its checks are given.`,
        );
      };
      if (/^(node|data|blob|https?):/.test(specifier)) refuse();
      if (!/^(\.{0,2}\/|file:|zod$|zod\/)/.test(specifier)) refuse();
      // There is one Zod, wherever exercises lie.
      const resolved = next(
        specifier,
        specifier.startsWith('zod') ? { ...context, parentURL: import.meta.url } : context,
      );
      if (!resolved.url.startsWith('file:')) refuse();
      const file = fileURLToPath(resolved.url);
      const isOpen = open.some((folder) => file.startsWith(`${folder}/`));
      if (!isOpen || !(file.endsWith('.ts') || file.includes('/node_modules/zod/'))) refuse();
      return resolved;
    },
  });
  for (const name of CLOSED_DOORS) Reflect.deleteProperty(process, name);
  // Else a getter of a name that Node's own code looks for, and does not find, would be called with Node's own objects.
  for (const { prototype } of [Object, Function, Array, Promise, Error, EventTarget]) Object.seal(prototype);
  for (const name of CLOSED_GLOBALS) Reflect.deleteProperty(globalThis, name);
  Object.defineProperty(globalThis, 'console', { value: SILENT_CONSOLE });
  Object.defineProperty(globalThis, 'process', { value: Object.freeze({ env: Object.freeze({}) }) });
}
