import { fail, pass, type SandboxView, type Verdict } from '../../src/shared/exercise/index.ts';
import { ADDED, CONTAINERS, IMAGE } from './names.ts';

/** Do the three run, all of them from the one image? */
export async function checkThree(sandbox: SandboxView): Promise<Verdict> {
  const containers = await sandbox.containers();
  const image = await sandbox.image(IMAGE);
  const found = CONTAINERS.map((name) => ({ name, container: containers.find((each) => each.name === name) }));
  const missing = found.filter(({ container }) => !container).map(({ name }) => `\`${name}\``);
  if (missing.length > 0) {
    const unnamed = containers.find(
      (each) => each.imageId === image?.id && !CONTAINERS.some((name) => name === each.name),
    );
    const why = unnamed
      ? ` \`${unnamed.name}\` is of \`${IMAGE}\` too, under a name that is not asked for. \`--name\` gives one, in front of the image.`
      : '';
    return fail(`${CONTAINERS.length - missing.length} of 3 are there. Missing: ${missing.join(', ')}.${why}`);
  }
  for (const { name, container } of found) {
    if (!container) continue;
    if (container.imageId !== image?.id) {
      return fail(
        `\`${name}\` was made from \`${container.image}\`, not from \`${IMAGE}\`. Remove it with \`docker rm -f ${name}\`, then run it again.`,
      );
    }
    if (container.state !== 'running') {
      return fail(
        `\`${name}\` is there, but its state is "${container.state}". A container runs as long as its command does, and words behind the image take the command's place.`,
      );
    }
  }
  return pass();
}

/** Has `red` been started at least twice, without having been made anew? */
export async function checkRestarted(sandbox: SandboxView): Promise<Verdict> {
  const red = await sandbox.container('red');
  if (!red) return fail('There is no container `red` to stop and start.');
  if (red.finishedAt === '') {
    return fail(
      '`red` has never been stopped. If it was, and was made anew after that: a new container is another one.',
    );
  }
  if (red.state !== 'running')
    return fail(`\`red\` has been stopped, and its state is "${red.state}". Start it again.`);
  const isThere = (await sandbox.changes('red')).some(({ kind, path }) => kind === 'added' && path === ADDED);
  return isThere ? pass() : fail(`\`red\` has been stopped and started, but \`${ADDED}\` is not in it.`);
}
