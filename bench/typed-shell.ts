import type { Container } from 'dockerode';
import { rawShell } from './raw-shell.ts';
import { ShellOutput } from './shell-output.ts';

/** A shell that keys can be sent to, by whatever way. */
export interface TypedShell extends AsyncDisposable {
  readonly output: ShellOutput;
  readonly type: (text: string) => void;
}

/** Milliseconds until the shell has written what the key is echoed with: itself, or a backspace for a deletion. */
export async function timeKey({ output, type }: TypedShell, key: 'x' | '\x7f'): Promise<number> {
  const echo = key === 'x' ? 'x' : '\b';
  output.forget();
  const begin = performance.now();
  type(key);
  await output.until(() => output.tail.includes(echo), 'the echo');
  return performance.now() - begin;
}

/** Milliseconds from a line, or a key, that the shell is not at its prompt for, to its next prompt. */
export async function timeToPrompt({ output, type }: TypedShell, text: string): Promise<number> {
  output.forget();
  const begin = performance.now();
  type(text);
  await output.untilPrompt();
  return performance.now() - begin;
}

/** The learner's shell by the host engine's API and nothing else, at its prompt. */
export async function rawTypedShell(container: Container): Promise<TypedShell> {
  const stream = await rawShell(container);
  const output = new ShellOutput();
  stream.on('data', (chunk: Buffer) => output.feed(chunk));
  stream.once('error', (cause) => output.fail(new Error('The engine cut the shell off.', { cause })));
  stream.once('close', () => output.fail(new Error('The shell ended.')));
  await output.untilPrompt();
  return {
    output,
    type: (text) => void stream.write(text),
    async [Symbol.asyncDispose]() {
      // A shell whose stream is cut off goes on with what it does. One that can't hear this ends with its sandbox.
      stream.end('\x03\x04', () => stream.destroy());
    },
  };
}
