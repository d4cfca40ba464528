import { defineExercise } from '../../src/shared/exercise/index.ts';
import { checkBlind, checkImage, checkSick, checkWell, IMAGE } from './check-health.ts';

export default defineExercise({
  id: 'health-check',
  title: 'A check that notices',
  minutes: 7,
  images: ['busybox:1.37'],
  tasks: [
    {
      id: 'image',
      title: `Build \`${IMAGE}\` with a HEALTHCHECK that asks for the page \`/ready.txt\``,
      hints: [
        'The folder has a `Dockerfile` without a health check. Add the instruction to it.',
        'The check runs inside the container, where the server is `http://localhost/`. The base has no `curl`, but `wget`: with `-O /dev/null` it keeps nothing.',
        '`HEALTHCHECK --interval=1s --retries=2 CMD wget -q -O /dev/null http://localhost/ready.txt || exit 1`, then `docker build -t bakery:1.0 .`.',
      ],
      check: checkImage,
    },
    {
      id: 'well',
      title: 'Run a container named `well` that becomes healthy',
      hints: [
        'Start it in the background, and look at the column STATUS of `docker ps`.',
        'The first check comes after one `--interval`. Until then it is "starting".',
        `\`docker run -d --name well ${IMAGE}\`.`,
      ],
      check: checkWell,
    },
    {
      id: 'sick',
      title: 'Run a second one named `sick`, and let it become unhealthy without stopping it',
      hints: [
        'The web server has to go on. Only the page that the check asks for has to be missing.',
        '`docker exec sick` and a command runs something in it. The pages are in `/www`.',
        `\`docker run -d --name sick ${IMAGE}\`, then \`docker exec sick rm /www/ready.txt\`. After two failed checks \`docker ps\` says so.`,
      ],
      check: checkSick,
    },
    {
      id: 'blind',
      title: 'Run a third one named `blind`, with its health check switched off',
      hints: [
        'The image stays as it is. Whoever starts a container can do without its check.',
        'Look for "health" in `docker run --help`.',
        `\`docker run -d --name blind --no-healthcheck ${IMAGE}\`.`,
      ],
      check: checkBlind,
    },
  ],
});
