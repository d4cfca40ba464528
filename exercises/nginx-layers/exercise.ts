import {
  type ContainerView,
  defineExercise,
  fail,
  pass,
  type SandboxView,
  type Verdict,
} from '../../src/shared/exercise/index.ts';
import { counted } from '../counted.ts';
import { checkLayerCount } from './layer-count.ts';
import { BIG, SMALL } from './names.ts';
import { checkSaving } from './saving.ts';

const INDEX = '/usr/share/nginx/html/index.html';
const DELETED_UNDER = ['/etc/nginx/', '/usr/share/nginx/'];

function pulled(reference: string) {
  return async (sandbox: SandboxView): Promise<Verdict> => {
    if (await sandbox.image(reference)) return pass();
    const others = (await sandbox.images()).flatMap(({ tags }) => tags).filter((tag) => tag.startsWith('nginx:'));
    const have = others.length === 0 ? 'none named nginx' : others.map((tag) => `\`${tag}\``).join(', ');
    return fail(`Your engine has no image \`${reference}\` yet. Of nginx it has: ${have}.`);
  };
}

async function findCow(sandbox: SandboxView): Promise<ContainerView | undefined> {
  return (await sandbox.containers()).find(({ name }) => name === 'cow');
}

async function checkContainer(sandbox: SandboxView): Promise<Verdict> {
  const cow = await findCow(sandbox);
  if (!cow) {
    const containers = await sandbox.containers();
    return fail(
      `No container is named \`cow\`. Your engine has ${counted(containers.length, 'container')}, stopped ones counted.`,
    );
  }
  const image = await sandbox.image(BIG);
  if (cow.imageId !== image?.id) {
    return fail(
      `\`cow\` was made from \`${cow.image}\`, not from \`${BIG}\`. Remove it with \`docker rm -f cow\` first.`,
    );
  }
  if (cow.state !== 'running') {
    return fail(`\`cow\` is there, but its state is "${cow.state}". It should be running: \`docker start cow\`.`);
  }
  return pass();
}

async function checkCopyOnWrite(sandbox: SandboxView): Promise<Verdict> {
  if (!(await findCow(sandbox))) return fail('There is no container `cow` to change a file in yet.');
  const changes = await sandbox.changes('cow');
  if (changes.some(({ kind, path }) => kind === 'modified' && path === INDEX)) return pass();
  if (changes.some(({ kind, path }) => kind === 'deleted' && path === INDEX)) {
    return fail(`\`${INDEX}\` is deleted in \`cow\`. Write a new one in its place; delete another file.`);
  }
  return fail(`\`docker diff cow\` has ${counted(changes.length, 'line')}, and none is \`C ${INDEX}\`.`);
}

async function checkWhiteout(sandbox: SandboxView): Promise<Verdict> {
  if (!(await findCow(sandbox))) return fail('There is no container `cow` to delete a file in yet.');
  const changes = await sandbox.changes('cow');
  const deleted = changes.filter(({ kind }) => kind === 'deleted');
  if (deleted.some(({ path }) => path !== INDEX && DELETED_UNDER.some((folder) => path.startsWith(folder)))) {
    return pass();
  }
  const places = DELETED_UNDER.map((folder) => `\`${folder}\``).join(' or ');
  if (deleted.length === 0) {
    return fail(
      `\`docker diff cow\` has ${counted(changes.length, 'line')}, and 0 of them start with D. Delete a file of the image under ${places}; one that you made yourself leaves no whiteout.`,
    );
  }
  return fail(
    `Deleted so far: ${deleted.map(({ path }) => `\`${path}\``).join(', ')}. Delete another file, under ${places}.`,
  );
}

export default defineExercise({
  id: 'nginx-layers',
  title: 'Take nginx apart',
  minutes: 6,
  tasks: [
    { id: 'pull', title: `Pull \`${BIG}\``, check: pulled(BIG) },
    { id: 'pull-small', title: `Pull its small variant, \`${SMALL}\``, check: pulled(SMALL) },
    {
      id: 'layers',
      title: `Write into \`layers.txt\` how many file-system layers \`${BIG}\` has`,
      check: checkLayerCount,
    },
    {
      id: 'saved',
      title: 'Write into `saved.txt` by how many MB the small variant is smaller',
      check: checkSaving,
    },
    { id: 'cow', title: `Start a container named \`cow\` from \`${BIG}\``, check: checkContainer },
    { id: 'copy-on-write', title: `In \`cow\`, change \`${INDEX}\``, check: checkCopyOnWrite },
    {
      id: 'whiteout',
      title: 'In `cow`, delete one file of the image under `/etc/nginx/` or `/usr/share/nginx/`',
      check: checkWhiteout,
    },
  ],
});
