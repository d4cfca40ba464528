import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { type WebSocket as ServerSocket, WebSocketServer } from 'ws';
import { classIdSchema } from '../shared/ids.ts';
import { type ClientMessage, closeCodes, encodeOutputFrame, PROTOCOL_VERSION } from '../shared/protocol/index.ts';
import { Connection } from './connection.ts';
import type { HelpPort, HelpServerMessage } from './help-port.ts';

const CLASS = classIdSchema.parse('0123456789abcdef');

/** A page's connection, and a server that a test drives by hand. */
async function connect() {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  const sockets: ServerSocket[] = [];
  const messages: ClientMessage[] = [];
  server.on('connection', (socket) => {
    sockets.push(socket);
    socket.on('message', (data) => messages.push(JSON.parse(String(data))));
  });
  await once(server, 'listening');
  const statuses: string[] = [];
  const problems: string[] = [];
  const nothing = () => {};
  const connection = new Connection({
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    introduce: async () => {},
    random: () => 0,
    onStatus: ({ state }) => statuses.push(state),
    onTerminals: nothing,
    onExercise: nothing,
    onPreviews: nothing,
    onEngineImages: nothing,
    onEngineContainers: nothing,
    onFileStamps: nothing,
    onProblem: (problem) => problems.push(problem),
  });
  onTestFinished(() => {
    connection.suspend();
    for (const socket of server.clients) socket.terminate();
    server.close();
  });
  const heard: HelpServerMessage[] = [];
  const told: string[] = [];
  const drawn: string[] = [];
  const port: HelpPort = {
    onGreeted: () => told.push('greeted'),
    onLost: () => told.push('lost'),
    onMessage: (message) => heard.push(message),
    onOutput: (channel, offset, bytes) => {
      drawn.push(`${channel} ${offset} ${new TextDecoder().decode(bytes)}`);
      return true;
    },
    onRefused: (code) => code === 'help-over',
  };
  connection.attachHelp(port);
  const say = (message: object) => sockets.at(-1)?.send(JSON.stringify(message));
  const types = () => messages.map(({ type }) => type);
  const welcome = async (count = 1) => {
    await vi.waitFor(() => expect(types().filter((type) => type === 'hello')).toHaveLength(count));
    say({ type: 'welcome', version: PROTOCOL_VERSION, role: 'learner' });
    await vi.waitFor(() => expect(told.filter((each) => each === 'greeted')).toHaveLength(count));
  };
  return { connection, sockets, messages, statuses, problems, heard, told, drawn, say, types, welcome };
}

test('rule 3: a page that only takes part in help wants no sandbox, and says nothing of one', async () => {
  const { connection, messages, statuses, types, welcome } = await connect();
  connection.exercises.watch('web-app');
  connection.listen();
  await welcome();
  expect(messages[0]).toEqual({ type: 'hello', version: PROTOCOL_VERSION, wants: 'nothing' });
  connection.sayHelp({ type: 'help.watch', place: null });
  await vi.waitFor(() => expect(types()).toEqual(['hello', 'help.watch']));
  expect(statuses).toEqual([]);
});

test('when its learner opens a terminal the same connection takes up what waits for a sandbox', async () => {
  const { connection, sockets, statuses, types, welcome } = await connect();
  connection.exercises.watch('web-app');
  connection.listen();
  await welcome();
  connection.start();
  await vi.waitFor(() => expect(types()).toContain('exercise.watch'));
  expect(sockets).toHaveLength(1);
  expect(statuses).toEqual(['starting']);
});

test('a connection that is lost comes back as it was, and help is told of both', async () => {
  const { connection, sockets, messages, statuses, told, welcome } = await connect();
  connection.listen();
  await welcome();
  sockets[0]?.terminate();
  await welcome(2);
  expect(told).toEqual(['greeted', 'lost', 'greeted']);
  expect(messages.filter(({ type }) => type === 'hello')[1]).toMatchObject({ wants: 'nothing' });
  expect(statuses).toEqual([]);
});

test('help hears its messages, its output and its refusals; other refusals are the page’s', async () => {
  const { connection, sockets, problems, heard, drawn, say, welcome } = await connect();
  connection.listen();
  await welcome();
  say({ type: 'help.own', help: null });
  sockets[0]?.send(encodeOutputFrame({ channel: 7, offset: 3, bytes: new TextEncoder().encode('ls') }));
  say({ type: 'error', code: 'help-over', message: 'Over.' });
  say({ type: 'error', code: 'internal', message: 'Something.' });
  await vi.waitFor(() => expect(problems).toEqual(['Something.']));
  expect(heard).toEqual([{ type: 'help.own', help: null }]);
  expect(drawn).toEqual(['7 3 ls']);
});

test('a class is watched over the same connection, again after each loss, until it is left or the server ends it', async () => {
  const { connection, sockets, types, say, welcome, heard } = await connect();
  const told: string[] = [];
  const detach = connection.attachClass({
    onGreeted: () => connection.sayClass({ type: 'class.watch', class: CLASS }),
    onLost: () => told.push('lost'),
    onFailed: (message) => told.push(message),
    onMessage: ({ type }) => told.push(type),
  });
  connection.listen();
  await welcome();
  say({ type: 'class.closed', class: CLASS, code: 'forbidden', message: 'Not yours.' });
  await vi.waitFor(() => expect(told).toEqual(['class.closed']));
  sockets[0]?.terminate();
  await welcome(2);
  await vi.waitFor(() => expect(types().filter((type) => type === 'class.watch')).toHaveLength(2));
  sockets[1]?.close(closeCodes.tooMany);
  await vi.waitFor(() => expect(told).toEqual(['class.closed', 'lost', expect.stringContaining('eight tabs')]));
  detach();
  connection.listen();
  await welcome(3);
  say({ type: 'class.closed', class: CLASS, code: 'forbidden', message: 'Not yours.' });
  say({ type: 'help.own', help: null });
  await vi.waitFor(() => expect(heard).toHaveLength(1));
  expect(told).toHaveLength(3);
});
