import { type ContainerDetails, fail, pass, type SandboxView, type Verdict } from '../../src/shared/exercise/index.ts';
import { ADDRESS, IMAGE, TITLE } from './names.ts';

type Found =
  | { readonly container: ContainerDetails; readonly words: readonly string[] }
  | { readonly missing: Verdict };

/** The container, once it has ended, and the words that its program got beyond the image's ENTRYPOINT. */
async function find(sandbox: SandboxView, name: string): Promise<Found> {
  const image = await sandbox.image(IMAGE);
  if (!image) return { missing: fail(`There is no image \`${IMAGE}\` to start \`${name}\` from yet.`) };
  const container = await sandbox.container(name);
  if (!container) {
    return {
      missing: fail(`No container is named \`${name}\`. With \`--rm\` it would be gone as soon as it has ended.`),
    };
  }
  if (container.imageId !== image.id) {
    return {
      missing: fail(
        `\`${name}\` is from \`${container.image}\`, not from the \`${IMAGE}\` that you have now. \`docker rm ${name}\`, then start it anew.`,
      ),
    };
  }
  if (container.state !== 'exited') {
    return {
      missing: fail(`The state of \`${name}\` is "${container.state}"; a tool does its work and ends: "exited".`),
    };
  }
  const { entrypoint } = image;
  const starts = container.command.slice(0, entrypoint.length);
  if (starts.join('\n') !== entrypoint.join('\n')) {
    return {
      missing: fail(
        `\`${name}\` ran \`${container.command.join(' ')}\`, and not the ENTRYPOINT of \`${IMAGE}\`. Start it without \`--entrypoint\`.`,
      ),
    };
  }
  return { container, words: container.command.slice(entrypoint.length) };
}

/** Was a container started without words, and got the help from CMD? */
export async function checkHelp(sandbox: SandboxView): Promise<Verdict> {
  const found = await find(sandbox, 'help');
  if ('missing' in found) return found.missing;
  const { container, words } = found;
  if (container.exitCode !== 0) {
    return fail(`\`help\` ended with ${container.exitCode}, not 0. See what it says: \`docker logs help\`.`);
  }
  if (words.join(' ') === '--help') return pass();
  return fail(
    `Behind the ENTRYPOINT stood \`${words.join(' ')}\` in \`help\`; it should be \`--help\` alone, from CMD.`,
  );
}

/** Did the tool get the title from the words behind the image's name? */
export async function checkTitle(sandbox: SandboxView): Promise<Verdict> {
  const found = await find(sandbox, 'title');
  if ('missing' in found) return found.missing;
  const { container, words } = found;
  if (container.exitCode !== 0) {
    return fail(`\`title\` ended with ${container.exitCode}, not 0. See what it says: \`docker logs title\`.`);
  }
  const given = words.join(' ');
  if (given === TITLE) return pass();
  return fail(`Behind the ENTRYPOINT stood \`${given}\` in \`title\`; it should be \`${TITLE}\` and nothing else.`);
}

export async function checkFile(sandbox: SandboxView): Promise<Verdict> {
  const text = (await sandbox.file('slug.txt'))?.trim();
  if (text === undefined) return fail('There is no `slug.txt` in `~/cli-in-an-image` yet.');
  if (text === ADDRESS) return pass();
  if (text === '') return fail('`slug.txt` is empty: what was written into it printed nothing on its standard output.');
  return fail(`\`slug.txt\` holds "${text.slice(0, 60)}", and the address of \`${TITLE}\` is another.`);
}
