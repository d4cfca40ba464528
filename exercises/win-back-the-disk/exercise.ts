import { defineExercise } from '../../src/shared/exercise/index.ts';
import { checkCache, checkContainers, checkDangling, checkTrials } from './check-disk.ts';
import { checkKept } from './check-kept.ts';
import { BOOKS, KEEPER, VOLUME } from './names.ts';

export default defineExercise({
  id: 'win-back-the-disk',
  title: 'Win back the disk',
  minutes: 10,
  touches: [
    'Removes all containers that have ended',
    'Removes all images that have no tag',
    'Removes what the builder keeps for later builds',
  ],
  tasks: [
    {
      id: 'containers',
      title: 'Run `sh fill.sh`, then remove the containers that have ended, and leave `shop` running',
      hints: [
        '`docker ps -a` shows them all. Which of them will never run again?',
        'One by one it is `docker rm` and the name. All that do not run go at once with a `prune`.',
        '`docker container prune -f`. It takes no container that runs.',
      ],
      check: checkContainers,
    },
    {
      id: 'dangling',
      title: 'Leave no image without a tag',
      hints: [
        '`docker images` shows `<none>` for them. Does anything still use them?',
        'An image that a container was made from stays as long as the container does. So the containers come first.',
        '`docker image prune -f` removes images without a tag, and no others.',
      ],
      check: checkDangling,
    },
    {
      id: 'trials',
      title: `Remove \`trial:1\` and \`trial:2\`, and keep \`${KEEPER}\``,
      hints: [
        `No container uses \`${KEEPER}\` either. What would \`docker image prune -a\` do?`,
        'You can name what is to go. Or a filter can spare what carries a label: look at `docker image inspect` of each.',
        '`docker rmi trial:1 trial:2`. With a filter: `docker image prune -a --filter label=keep=no`.',
      ],
      check: checkTrials,
    },
    {
      id: 'cache',
      title: 'Bring the build cache below 3 MB, as `docker system df` counts it',
      hints: [
        'The images are gone, and `docker system df` shows hardly less. In which row has it turned up?',
        'The builder keeps a layer for the next build, even when no image has it any more. It has a `prune` of its own.',
        '`docker builder prune -f`. It takes what no image has. So the images that go have to go before.',
      ],
      check: checkCache,
    },
    {
      id: 'kept',
      title: `Show that nothing was lost: run \`${BOOKS.name}\` from \`${KEEPER}\`, with the volume \`${VOLUME}\` at \`/ledger\`, on port ${BOOKS.port}`,
      hints: [
        'The image serves what lies in `/ledger`, on port 80. What lies there is in the volume.',
        `A volume is mounted with \`-v NAME:FOLDER\`, a port is published with \`-p OUTSIDE:INSIDE\`.`,
        `\`docker run -d --name ${BOOKS.name} -v ${VOLUME}:/ledger -p ${BOOKS.port}:80 ${KEEPER}\`, then \`curl localhost:${BOOKS.port}\`.`,
      ],
      check: checkKept,
    },
  ],
});
