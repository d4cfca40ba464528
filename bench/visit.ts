import { PageClient } from './page-client.ts';

/** A page that was opened; times in ms from the click. The prompt counts once the sandbox runs: an old one is shown before. */
export interface OpenedPage extends Disposable {
  readonly client: PageClient;
  readonly readyMs: number;
  readonly promptMs: number;
}

/** The page's click: a socket, a hello, a terminal, a prompt. */
export async function openPage(url: string, cookie: string): Promise<OpenedPage> {
  const begin = performance.now();
  const client = await PageClient.connect(url, cookie);
  try {
    client.openTerminal();
    const [readyMs, promptMs] = await Promise.all([
      client.until(() => client.sandboxState === 'ready', 'the sandbox').then(() => performance.now() - begin),
      client.untilPrompt().then(() => performance.now() - begin),
    ]);
    return { client, promptMs: Math.max(readyMs, promptMs), readyMs, [Symbol.dispose]: () => client[Symbol.dispose]() };
  } catch (error) {
    client[Symbol.dispose]();
    throw error;
  }
}

/** Gives the shell a prompt that is none to us, so that what is replayed of it later is not taken for the next shell's. */
export async function disguisePrompt(client: PageClient): Promise<void> {
  client.type("PS1='left '\r");
  await client.until(() => /left $/.test(client.output), 'the other prompt');
}

/** Types the first question to the learner's engine and waits for its answer. */
export async function askEngine(client: PageClient): Promise<void> {
  const shown = await client.run('docker version');
  if (!shown.includes('Server:')) throw new Error(`The learner's engine did not answer: ${shown}`);
}
