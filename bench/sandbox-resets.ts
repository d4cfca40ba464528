import { p50, type Row } from './figures.ts';
import { repeat } from './measure.ts';
import type { PageClient } from './page-client.ts';
import { newLearner } from './page-client.ts';
import type { Stage } from './stage.ts';
import { askEngine, disguisePrompt, openPage } from './visit.ts';

const EXERCISE = 'web-app';

/** From the button to the next prompt: the exercise put back, and the whole sandbox, each after some work. */
export async function measureResets({ signal, drydock: { url } }: Stage, count: number): Promise<readonly Row[]> {
  const times = await repeat(count, signal, async () => {
    const cookie = await newLearner(url);
    using page = await openPage(url, cookie);
    const { client, promptMs: cold } = page;
    client.send({ type: 'exercise.watch', exercise: EXERCISE });
    await client.until(() => client.messages.some(({ type }) => type === 'exercise.state'), 'the exercise');
    await client.run('docker pull -q nginx:1.26; docker run -d nginx:1.26');
    const reset = await timeReset(client, () => post(url, cookie, `/api/exercises/${EXERCISE}/reset`));
    await askEngine(client);
    const startOver = await timeReset(client, () => post(url, cookie, '/api/sandbox/start-over'));
    return { cold, reset, startOver };
  });
  const row = (what: string, measured: readonly number[]): Row => ({
    what,
    unit: 'ms',
    measured,
    baseline: { what: 'first click to prompt, cold', measured: times.map(({ cold }) => cold) },
    goals: [p50(3_000), { share: 0.99, atMost: 3_000 }],
  });
  return [
    row(
      'reset of an exercise to prompt',
      times.map(({ reset }) => reset),
    ),
    row(
      'starting over to prompt',
      times.map(({ startOver }) => startOver),
    ),
  ];
}

async function timeReset(client: PageClient, request: () => Promise<void>): Promise<number> {
  await disguisePrompt(client);
  const closed = () => client.messages.filter(({ type }) => type === 'terminal.closed').length;
  const before = closed();
  const begin = performance.now();
  await request();
  // Which of them comes first is a matter of chance, and the first leaves no room for the other.
  await client.until(() => client.sandboxState === 'stopped' || closed() > before, 'the end of the old sandbox');
  client.output = '';
  client.openTerminal();
  await client.untilPrompt();
  return performance.now() - begin;
}

async function post(url: string, cookie: string, path: string): Promise<void> {
  const response = await fetch(`${url}${path}`, { method: 'POST', headers: { cookie, origin: url } });
  if (!response.ok) throw new Error(`${path} was answered with ${response.status}: ${await response.text()}`);
}
