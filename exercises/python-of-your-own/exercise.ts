import { defineExercise } from '../../src/shared/exercise/index.ts';
import { checkFull, checkOldGone, checkOwn } from './check-names.ts';
import { checkVersion } from './check-version.ts';
import { FULL, OWN, PUBLIC } from './names.ts';

export default defineExercise({
  id: 'python-of-your-own',
  title: 'A Python under your own name',
  minutes: 6,
  images: [PUBLIC],
  touches: [`Removes the name ${PUBLIC}, and the image too where it has no other name`],
  tasks: [
    {
      id: 'own',
      title: `Pull \`${PUBLIC}\`, and give the image the name \`${OWN}\``,
      hints: [
        'Two steps: fetch it, then give it one more name. Nothing is built.',
        '`docker tag` takes first a name that the image has, then the one that it gets.',
        `\`docker pull ${PUBLIC}\`, then \`docker tag ${PUBLIC} ${OWN}\`.`,
      ],
      check: checkOwn,
    },
    {
      id: 'full',
      title: `Give the same image a name with a registry in it: \`${FULL}\``,
      hints: [
        'A name with a registry is a label like any other. No registry is asked for it.',
        'The command is the one from before, with the longer name at its end.',
        `\`docker tag ${OWN} ${FULL}\`.`,
      ],
      check: checkFull,
    },
    {
      id: 'old-gone',
      title: `Take the name \`${PUBLIC}\` off, so that the image stays under its other names`,
      hints: [
        '`docker rmi` takes a name off. The image goes with its last name, not before.',
        'Name the name, not the id: with `-f` and an id, all names go at once.',
        `\`docker rmi ${PUBLIC}\`. If the image is gone too, pull it again and begin with the names.`,
      ],
      check: checkOldGone,
    },
    {
      id: 'version',
      title: `Run \`python3 --version\` in a container of \`${OWN}\`, and keep what it prints in \`version.txt\``,
      hints: [
        'Words behind the image take the place of its command.',
        'What the container prints, `docker run` prints. So `>` puts it into a file of yours.',
        `In \`~/python-of-your-own\`: \`docker run --rm ${OWN} python3 --version > version.txt\`.`,
      ],
      check: checkVersion,
    },
  ],
});
