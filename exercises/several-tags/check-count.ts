import { fail, pass, type SandboxView, type Verdict } from '../../src/shared/exercise/index.ts';
import { NEW, OLD } from './names.ts';

/** Does `images.txt` hold the number of images behind the four names? Counting the names is told apart. */
export async function checkCount(sandbox: SandboxView): Promise<Verdict> {
  const text = (await sandbox.file('images.txt'))?.trim();
  if (text === undefined) return fail('There is no `images.txt` in `~/several-tags` yet.');
  if (!/^\d{1,4}$/.test(text)) {
    return fail(`\`images.txt\` should hold one whole number and nothing else. It holds "${text.slice(0, 40)}".`);
  }
  const names = [OLD, ...NEW];
  const found = await Promise.all(names.map((name) => sandbox.image(name)));
  const ids = found.flatMap((image) => (image ? [image.id] : []));
  if (ids.length < names.length) {
    return fail(
      `\`images.txt\` says ${text}, but only ${ids.length} of the ${names.length} names exist so far. Tag first, then count.`,
    );
  }
  const answer = Number(text);
  if (answer === new Set(ids).size) return pass();
  if (answer === names.length) {
    return fail(
      `\`images.txt\` says ${answer}. That many names there are. An image is what has an id: compare the IMAGE ID column.`,
    );
  }
  return fail(
    `\`images.txt\` says ${answer}, and that is not it. Count the different ids in \`docker images webapp\`.`,
  );
}
