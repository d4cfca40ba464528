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
    {
      id: 'pull',
      title: `Pull \`${BIG}\``,
      hints: [
        'You did it at the start of this lesson with the small variant. Only the tag is another one.',
        'The tag is the version, without `-alpine`: `1.26`.',
        `A tag stands behind the colon of an image's name: \`docker pull ${BIG}\`.`,
      ],
      check: pulled(BIG),
    },
    {
      id: 'pull-small',
      title: `Pull its small variant, \`${SMALL}\``,
      hints: [
        'Many images come in a smaller variant, with the same name and a longer tag.',
        'It is on the base `alpine`, and its tag says so, behind a hyphen.',
        `\`docker pull ${SMALL}\`.`,
      ],
      check: pulled(SMALL),
    },
    {
      id: 'layers',
      title: `How many file-system layers has \`${BIG}\`? Count them and enter the number`,
      answer: { label: `\`${BIG}\` has`, unit: 'layers' },
      hints: [
        'Which of the commands in this lesson lists layers alone, and which lists settings as well?',
        '`docker image inspect` shows all about an image. Its layers are under `RootFS`, one digest each.',
        `Let it count: \`docker image inspect --format '{{len .RootFS.Layers}}' ${BIG}\`.`,
      ],
      check: checkLayerCount,
    },
    {
      id: 'saved',
      title: 'Write into `saved.txt` by how many MB the small variant is smaller',
      hints: [
        '`docker images nginx` shows the size of both.',
        'Take the smaller number from the larger one. A whole number is exact enough.',
        'Write the number alone into the file, in `~/nginx-layers`: `echo` and the number, then `> saved.txt`.',
      ],
      check: checkSaving,
    },
    {
      id: 'cow',
      title: `Start a container named \`cow\` from \`${BIG}\``,
      hints: [
        'A container gets a name of your own when it is made. `docker run --help` has the option for it.',
        'With `-d` it runs in the background, and with `--name` it gets its name.',
        `\`docker run -d --name cow ${BIG}\`. If there is such a name already: \`docker rm -f cow\` first.`,
      ],
      check: checkContainer,
    },
    {
      id: 'copy-on-write',
      title: `In \`cow\`, change \`${INDEX}\``,
      hints: [
        'The file is inside the container. Which command runs something in a container that runs already?',
        '`docker exec cow` and a command. To write into a file there, the container itself needs a shell: `sh -c` and the command in quotes.',
        `\`docker exec cow sh -c 'echo changed >> ${INDEX}'\`. Then look at \`docker diff cow\`.`,
      ],
      check: checkCopyOnWrite,
    },
    {
      id: 'whiteout',
      title: 'In `cow`, delete one file of the image under `/etc/nginx/` or `/usr/share/nginx/`',
      hints: [
        'See which files there are: `docker exec cow ls /usr/share/nginx/html /etc/nginx`.',
        'It must be a file that came with the image, and another than the page that you changed. One that you made yourself leaves no whiteout.',
        '`docker exec cow rm /usr/share/nginx/html/50x.html`. In `docker diff cow` it then has a `D`.',
      ],
      check: checkWhiteout,
    },
  ],
});
