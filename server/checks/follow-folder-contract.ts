import { expect, onTestFinished, test } from 'vitest';
import { patience } from '../test-patience.ts';
import type { FolderNews } from './file-watch.ts';

/** A folder that is followed, and a shell beside it. */
export interface FolderUnderTest {
  follow(signal: AbortSignal): AsyncIterable<FolderNews>;
  /** Runs a script in the folder. */
  run(script: string): Promise<unknown>;
}

/** Hears what is told of a folder. */
function hear(folder: FolderUnderTest) {
  const end = new AbortController();
  onTestFinished(() => end.abort());
  const heard = { news: [] as FolderNews[], hasEnded: false };
  const ended = (async () => {
    try {
      for await (const news of folder.follow(end.signal)) heard.news.push(news);
    } catch {
      // What ends it differs.
    }
    heard.hasEnded = true;
  })();
  const saves = () => heard.news.filter((news) => news === 'saved').length;
  const until = (holds: () => boolean) => expect.poll(holds, { timeout: 10_000 * patience }).toBe(true);
  /** Runs a script, and waits until it was told. */
  const told = async (script: string) => {
    const before = saves();
    await folder.run(script);
    await until(() => saves() > before);
  };
  return { heard, saves, until, told, end, ended };
}

export function followFolderContract(name: string, make: () => Promise<FolderUnderTest>): void {
  const contract = (what: string, body: (folder: FolderUnderTest) => Promise<void>) =>
    test(`${name}: ${what}`, async () => body(await make()));

  contract('what is saved in place, put in place, and removed is told', async (folder) => {
    const { heard, until, told } = hear(folder);
    await until(() => heard.news.length > 0);
    expect(heard.news).toEqual(['ready']);
    await told('echo one > index.html');
    await told('echo two >> index.html');
    await told('echo three > ../.draft-of-index && mv ../.draft-of-index index.html');
    await told('rm index.html');
  });

  contract('so is what is saved in a folder that was made later', async (folder) => {
    const { heard, until, told } = hear(folder);
    await until(() => heard.news.includes('ready'));
    await told('mkdir -p src/pages');
    const readies = () => heard.news.filter((news) => news === 'ready').length;
    await until(() => readies() > 1);
    await told('echo one > src/pages/index.html');
    await told('echo two >> src/pages/index.html');
  });

  contract('reading and listing is not', async (folder) => {
    await folder.run('echo one > index.html');
    const { heard, until, told, saves } = hear(folder);
    await until(() => heard.news.includes('ready'));
    await folder.run('cat index.html; ls -la; find . -type f');
    expect(saves()).toBe(0);
    await told('echo two > index.html');
  });

  contract('a flood is few words', async (folder) => {
    const { heard, until, saves } = hear(folder);
    await until(() => heard.news.includes('ready'));
    await folder.run('for i in $(seq 3000); do echo "$i" > "file-$i"; done');
    await until(() => saves() > 0);
    expect(saves()).toBeLessThan(3_000);
  });

  contract('it ends with its signal', async (folder) => {
    const { heard, until, end, ended } = hear(folder);
    await until(() => heard.news.includes('ready'));
    end.abort();
    await ended;
    const count = heard.news.length;
    await folder.run('echo one > index.html');
    expect(heard.news).toHaveLength(count);
  });

  contract('it ends by itself where the folder is gone', async (folder) => {
    const { heard, until } = hear(folder);
    await until(() => heard.news.includes('ready'));
    await folder.run('rm -rf "$PWD"');
    await until(() => heard.hasEnded);
  });

  contract('it is not begun twice by what is made in a folder that nobody looks into', async (folder) => {
    await folder.run('mkdir -p .git node_modules');
    const { heard, until, told, saves } = hear(folder);
    await until(() => heard.news.includes('ready'));
    await folder.run('echo one > .git/HEAD; echo one > node_modules/index.js');
    const before = saves();
    await told('echo one > index.html');
    expect(before).toBe(0);
  });
}
