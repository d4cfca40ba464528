import { defineExercise } from '../../src/shared/exercise/index.ts';
import { checkNode, checkWeb } from './check-images.ts';
import { checkPage } from './check-page.ts';
import { checkTimes } from './check-times.ts';

export default defineExercise({
  id: 'front-end',
  title: 'A built page needs no build tool',
  minutes: 10,
  images: ['node:20-slim', 'nginx:1.26-alpine'],
  tasks: [
    {
      id: 'node',
      title: 'Build the folder as it is: `harbour:node`',
      hints: [
        'The Dockerfile that is there works. It builds the page and serves it with Node.',
        'Go there first: `cd ~/front-end`. The name is given with `-t`.',
        '`docker build -t harbour:node .`',
      ],
      check: checkNode,
    },
    {
      id: 'web',
      title: 'Make it two stages, and build `harbour:web`: nginx, and nothing of Node',
      hints: [
        'What is there already becomes the first stage. It needs a name, and no command to start.',
        'The second stage starts from `nginx:1.26-alpine`, which brings its own command. It needs one COPY, from the first stage.',
        'First line: `FROM node:20-slim AS build`. After `RUN npm run build`: `FROM nginx:1.26-alpine` and `COPY --from=build /app/dist /usr/share/nginx/html`.',
      ],
      check: checkWeb,
    },
    {
      id: 'page',
      title: 'Run `harbour:web` with its port 80 on 8090: it serves the page that was built',
      hints: [
        'See what comes: `curl localhost:8090`. The built page has the style and the script inside it, and names `sailmaker`.',
        'nginx serves what lies in `/usr/share/nginx/html`. `npm run build` leaves the finished page in `/app/dist`.',
        '`docker run -d --name front -p 8090:80 harbour:web`. After a new build, remove the old container first: `docker rm -f front`.',
      ],
      check: checkPage,
    },
    {
      id: 'times',
      title: 'How many times as big as `harbour:web` is `harbour:node`?',
      answer: { label: 'Times as big' },
      hints: [
        '`docker images harbour` shows both sizes.',
        'Divide the larger by the smaller. One digit after the point is enough.',
        '`docker image inspect harbour:node harbour:web --format "{{.Size}}"` prints both in bytes; `awk` or a calculator divides them.',
      ],
      check: checkTimes,
    },
  ],
});
