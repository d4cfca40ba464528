import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { learnerEnvironment, learnerHome, learnerUid } from '../server/sandbox/learner.ts';
import { unusedPort } from '../setup/unused-port.ts';
import { until } from './measure.ts';
import { ShellOutput } from './shell-output.ts';
import type { TypedShell } from './typed-shell.ts';

/** The first byte of ttyd's messages both ways: terminal bytes. */
const BYTES = '0';

/** The same shell as somebody would have it in a browser without Drydock: ttyd before `docker exec -it`, at its prompt. `ttyd` is the program, of version 1.7 or later. */
export async function ttydShell(ttyd: string, sandbox: string, signal: AbortSignal): Promise<TypedShell> {
  await using stack = new AsyncDisposableStack();
  const port = await unusedPort();
  const environment = learnerEnvironment.flatMap((variable) => ['-e', variable]);
  const exec = ['docker', 'exec', '-it', '-u', String(learnerUid), '-w', learnerHome, ...environment];
  const server = spawn(ttyd, ['-i', '127.0.0.1', '-p', String(port), '-W', '-o', ...exec, sandbox, 'bash', '-l'], {
    stdio: 'ignore',
  });
  const ended = once(server, 'exit');
  stack.defer(async () => {
    server.kill();
    await ended;
  });
  await until('ttyd', signal, async () => {
    if (server.exitCode !== null) throw new Error(`${ttyd} ended with ${server.exitCode}.`);
    return fetch(`http://127.0.0.1:${port}/token`).then(
      ({ ok }) => ok,
      () => false,
    );
  });
  const socket = new WebSocket(`ws://127.0.0.1:${port}/ws`, ['tty']);
  stack.defer(() => socket.terminate());
  const output = new ShellOutput();
  socket.on('message', (data: Buffer) => {
    if (data[0] === BYTES.charCodeAt(0)) output.feed(data.subarray(1));
  });
  socket.on('close', () => output.fail(new Error('ttyd closed its socket.')));
  await once(socket, 'open');
  socket.send(Buffer.from(JSON.stringify({ AuthToken: '', columns: 80, rows: 24 })));
  await output.untilPrompt();
  const all = stack.move();
  return {
    output,
    type: (text) => socket.send(Buffer.from(BYTES + text)),
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}
