import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { MAX_EDITED_BYTES, MAX_LISTED_ENTRIES } from '../../src/shared/file-views.ts';
import type { LearnerErrorCode } from '../errors.ts';
import type { ReadySandbox } from '../sandbox/port.ts';
import { within } from '../test-patience.ts';
import { createSandboxFiles, type Expected } from './sandbox-files.ts';

/** What `createSandboxFiles` promises, of whatever runs its commands. Each test has a folder of its own. */
export function sandboxFilesContract(what: string, open: () => Promise<ReadySandbox>): void {
  const signal = () => within(20_000);
  const NEW: Expected = { kind: 'new' };
  const etag = (text: string) => createHash('sha256').update(text).digest('hex');
  const same = (text: string): Expected => ({ kind: 'same', etag: etag(text) });
  let folders = 0;

  async function visit() {
    const sandbox = await open();
    const files = createSandboxFiles(sandbox);
    folders += 1;
    const folder = `folder-${folders}`;
    const run = async (script: string) => {
      const { exitCode, stdout, stderr } = await sandbox.exec(['sh', '-c', `cd ${folder}; ${script}`], {
        signal: signal(),
      });
      if (exitCode !== 0) throw new Error(`${script}: ${stderr.toString()}`);
      return stdout.toString();
    };
    await files.makeFolder(folder, signal());
    const at = (name: string) => `${folder}/${name}`;
    const text = async (name: string) => {
      const opened = await files.read(at(name), signal());
      return opened.kind === 'text' ? opened.text : opened.kind;
    };
    const write = (name: string, content: string | Buffer, expected: Expected) =>
      files.write(at(name), Buffer.from(content), expected, signal());
    const names = async () => (await files.list(folder, signal())).entries.map(({ name }) => name).toSorted();
    const refused = async (asked: Promise<unknown>, code: LearnerErrorCode) =>
      expect(
        await asked.then(
          () => 'done',
          ({ code }) => code,
        ),
      ).toBe(code);
    return { files, folder, run, at, text, write, names, refused };
  }

  describe(what, () => {
    test('a file is made, read, replaced and removed, and nothing else is left beside it', async () => {
      const { files, run, at, text, write, names } = await visit();
      expect(await write('Dockerfile', 'FROM scratch\n', NEW)).toEqual({ kind: 'saved', etag: etag('FROM scratch\n') });
      expect(await run('umask; stat -c %a Dockerfile')).toMatch(/^0022\n644\n$|^0002\n664\n$/);
      await run('chmod 751 Dockerfile');
      expect(await files.read(at('Dockerfile'), signal())).toEqual({
        kind: 'text',
        text: 'FROM scratch\n',
        etag: etag('FROM scratch\n'),
        isWritable: true,
      });
      expect(await write('Dockerfile', 'FROM busybox\n', same('FROM scratch\n'))).toMatchObject({ kind: 'saved' });
      expect(await text('Dockerfile')).toBe('FROM busybox\n');
      expect(await run('stat -c %a Dockerfile')).toBe('751\n');
      expect(await names()).toEqual(['Dockerfile']);
      await files.remove(at('Dockerfile'), signal());
      expect(await names()).toEqual([]);
    });

    test('what the shell has changed, made or removed since is not written over', async () => {
      const { run, text, write, names } = await visit();
      await write('a', 'mine', NEW);
      await run('printf theirs > a');
      expect(await write('a', 'mine, later', same('mine'))).toEqual({
        kind: 'conflict',
        current: { kind: 'text', text: 'theirs', etag: etag('theirs'), isWritable: true },
      });
      expect(await text('a')).toBe('theirs');
      expect(await write('a', 'mine, later', same('theirs'))).toMatchObject({ kind: 'saved' });
      await run('rm a');
      expect(await write('a', 'again', same('mine, later'))).toEqual({ kind: 'conflict', current: null });
      await run('rm -r ../$(basename $PWD)');
      expect(await write('a', 'again', same('mine, later'))).toEqual({ kind: 'conflict', current: null });
      expect(await names().catch(({ code }) => code)).toBe('file-missing');
    });

    test('of those who write at once one is first, and the others hear of it', async () => {
      const { text, write, names } = await visit();
      const made = await Promise.allSettled(['1', '2', '3', '4'].map((each) => write('a', each, NEW)));
      const first = made.findIndex(({ status }) => status === 'fulfilled');
      expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(await text('a')).toBe(String(first + 1));
      expect(await names()).toEqual(['a']);
    });

    test('any name and any text come back as they are', async () => {
      const { files, at, text, write, names } = await visit();
      const wild = [
        '-rf',
        '$(id)',
        '`id`',
        "it's",
        'a "b"',
        'line\nbreak',
        'ends with one\n',
        ' ',
        '*',
        '\\',
        'ä🐳',
        '.hidden',
        '...',
      ];
      for (const name of wild) await write(name, `${name}\r\nno line break at the end`, NEW);
      expect(await names()).toEqual(wild.toSorted());
      for (const name of wild) expect(await text(name)).toBe(`${name}\r\nno line break at the end`);
      for (const name of wild) await files.move(at(name), at(`${name}2`), signal());
      expect(await names()).toEqual(wild.map((name) => `${name}2`).toSorted());
      for (const name of wild) await files.remove(at(`${name}2`), signal());
      expect(await names()).toEqual([]);
      await write('marked', '\uFEFFtext', NEW);
      expect(await text('marked')).toBe('\uFEFFtext');
      await write('empty', '', NEW);
      expect(await text('empty')).toBe('');
    });

    test('links are followed within the home folder, and nowhere else', async () => {
      const { files, folder, run, at, text, write, names, refused } = await visit();
      await run(
        'ln -s /etc out; ln -s /etc/hostname name; ln -s ../../.. up; ln -s target in; ln -s nowhere broken; ln -s loop loop; printf t > target; chmod 600 target',
      );
      for (const path of ['out', 'up']) await refused(files.list(at(path), signal()), 'file-outside');
      for (const path of ['name', 'out/hostname']) {
        await refused(files.read(at(path), signal()), 'file-outside');
        await refused(files.send(at(path), signal()), 'file-outside');
        await refused(files.write(at(path), Buffer.from('x'), { kind: 'any' }, signal()), 'file-outside');
      }
      await refused(files.write(at('out/new'), Buffer.from('x'), NEW, signal()), 'file-outside');
      await refused(files.makeFolder(at('out/new'), signal()), 'file-outside');
      await refused(files.move(at('target'), at('out/new'), signal()), 'file-outside');
      await refused(files.move(at('out/hostname'), at('new'), signal()), 'file-outside');
      await refused(files.remove(at('out/hostname'), signal()), 'file-outside');
      expect(await files.stamps([at('out'), at('name')], signal())).toEqual([
        { path: at('out'), stamp: null },
        { path: at('name'), stamp: null },
      ]);

      expect(await text('in')).toBe('t');
      await write('in', 'through', same('t'));
      expect(await run('readlink in; stat -c %a target; cat target')).toBe('target\n600\nthrough');
      await refused(files.read(at('broken'), signal()), 'file-missing');
      await refused(files.read(at('loop'), signal()), 'file-missing');
      await refused(files.write(at('broken'), Buffer.from('x'), NEW, signal()), 'file-exists');
      await files.remove(at('in'), signal());
      await files.remove(at('out'), signal());
      expect(await names()).toEqual(['broken', 'loop', 'name', 'target', 'up']);
      const kinds = (await files.list(folder, signal())).entries.map(
        ({ name, kind, isLink }) => `${name} ${kind} ${isLink}`,
      );
      expect(kinds.toSorted()).toEqual([
        'broken other true',
        'loop other true',
        'name file true',
        'target file false',
        'up folder true',
      ]);
    });

    test('nothing is opened that is no text, or too much of it, and all of it can be downloaded', async () => {
      const { files, run, at, text } = await visit();
      await run(
        `head -c ${MAX_EDITED_BYTES} /dev/zero | tr '\\0' a > most; cp most more; printf a >> more; printf 'a\\0b' > zero; printf 'a\\377b' > latin; mkfifo pipe`,
      );
      expect(await text('most')).toHaveLength(MAX_EDITED_BYTES);
      expect(await files.read(at('more'), signal())).toEqual({ kind: 'large', sizeBytes: MAX_EDITED_BYTES + 1 });
      expect(await files.read(at('zero'), signal())).toEqual({ kind: 'binary', sizeBytes: 3 });
      expect(await files.read(at('latin'), signal())).toEqual({ kind: 'binary', sizeBytes: 3 });
      expect(await buffer(await files.send(at('latin'), signal()))).toEqual(Buffer.from([97, 255, 98]));
      expect(await buffer(await files.send(at('more'), signal()))).toHaveLength(MAX_EDITED_BYTES + 1);
      expect(await files.read(at('pipe'), signal()).catch(({ code }) => code)).toBe('file-wrong-kind');
      expect(await files.read(at(''), signal()).catch(({ code }) => code)).toBe('file-wrong-kind');
    });

    test('folders are listed, made, moved and removed with what is in them', async () => {
      const { files, folder, run, at, names, refused } = await visit();
      await files.makeFolder(at('a'), signal());
      await refused(files.makeFolder(at('a'), signal()), 'file-exists');
      await refused(files.makeFolder(at('b/c'), signal()), 'file-missing');
      await run('printf 12345 > a/five; mkdir b; printf x > file');
      expect((await files.list(at('a'), signal())).entries).toEqual([
        { name: 'five', kind: 'file', isLink: false, sizeBytes: 5 },
      ]);
      await refused(files.list(at('file'), signal()), 'file-wrong-kind');
      await refused(files.list(at('nothing'), signal()), 'file-missing');
      await refused(files.move(at('a'), at('b'), signal()), 'file-exists');
      await refused(files.move(at('a'), at('a/inside'), signal()), 'file-name');
      await refused(files.move(at('nothing'), at('c'), signal()), 'file-missing');
      await files.move(at('a'), at('b/moved'), signal());
      expect(await run('cat b/moved/five')).toBe('12345');
      await files.remove(at('b'), signal());
      await refused(files.remove(at('b'), signal()), 'file-missing');
      expect(await names()).toEqual(['file']);
      await run(`seq -f 'n%g' ${MAX_LISTED_ENTRIES + 5} | xargs touch`);
      const many = await files.list(folder, signal());
      expect([many.entries.length, many.isWhole]).toEqual([MAX_LISTED_ENTRIES, false]);
    });

    test('stamps tell states apart', async () => {
      const { files, folder, run, at } = await visit();
      const stamps = async (...paths: string[]) => (await files.stamps(paths, signal())).map(({ stamp }) => stamp);
      await run('printf one > a; mkdir -- -n; head -c 600000 /dev/zero > large');
      expect((await files.list(folder, signal())).stamp).toBe((await stamps(folder))[0]);
      const [home, a, large, inner, nothing] = await stamps(folder, at('a'), at('large'), at('-n'), at('nothing'));
      expect([a, nothing]).toEqual([etag('one'), null]);
      expect(large).toMatch(/^other-600000-/);
      await run('printf two > a; printf x >> large; touch -- -n/inside');
      expect(await stamps(folder, at('a'))).toEqual([home, etag('two')]);
      expect(await stamps(at('large'), at('-n'))).not.toEqual([large, inner]);
      await run('mv a b');
      expect(await stamps(folder)).not.toEqual([home]);
    });
  });
}
