import { defineExercise } from '../../src/shared/exercise/index.ts';
import { CONTAINER, checkKept, checkMoved, checkNamed, checkTill, MOVED, NEW, OLD } from './check-kiosk.ts';

export default defineExercise({
  id: 'moved-tag',
  title: 'Move a tag, lose nothing',
  minutes: 7,
  tasks: [
    {
      id: 'till',
      title: `Build the folder as \`${MOVED}\`, and run a container \`${CONTAINER}\` from it`,
      hints: [
        'The folder `~/moved-tag` holds a `Dockerfile` and a price list. Build it as it is.',
        `\`docker build\` with \`-t ${MOVED}\` and the folder, which is a dot. Then \`docker run\` in the background, with a name.`,
        `\`docker build -t ${MOVED} .\`, then \`docker run -d --name ${CONTAINER} ${MOVED}\`.`,
      ],
      check: checkTill,
    },
    {
      id: 'moved',
      title: `Change a price in \`prices.txt\`, and move \`${MOVED}\` to the new version`,
      hints: [
        'A tag moves when another image gets it. A build does that.',
        'Edit `prices.txt`, with `nano` for example. A build without a change would make the same image again.',
        `Then \`docker build -t ${MOVED} .\` once more, in \`~/moved-tag\`. Leave \`${CONTAINER}\` running.`,
      ],
      check: checkMoved,
    },
    {
      id: 'named',
      title: `Give the new version a name that stays: \`${NEW}\``,
      hints: [
        'One image may have several tags. There is nothing to build.',
        '`docker tag` takes first a name that the image has, then the one that it gets.',
        `\`docker tag ${MOVED} ${NEW}\`.`,
      ],
      check: checkNamed,
    },
    {
      id: 'kept',
      title: `Make the old version reachable as \`${OLD}\``,
      hints: [
        `The old version has no tag any more, and it is still there: \`${CONTAINER}\` runs from it. By what can you name it?`,
        `Its id is in \`docker images\` beside \`<none>\`. For certain: \`docker inspect --format '{{.Image}}' ${CONTAINER}\`.`,
        `\`docker tag $(docker inspect --format '{{.Image}}' ${CONTAINER}) ${OLD}\`.`,
      ],
      check: checkKept,
    },
  ],
});
