import { defineExercise } from '../../src/shared/exercise/index.ts';
import { checkKeptOut, checkNeeded } from './check-pages.ts';
import { checkFat, checkSlim, FAT, SLIM } from './check-sizes.ts';

export default defineExercise({
  id: 'shrink-the-context',
  title: 'Films stay at home',
  minutes: 7,
  images: ['busybox:1.37'],
  tasks: [
    {
      id: 'fat',
      title: `Run \`./record.sh\`, which makes films, and build \`${FAT}\` with all that is in the folder`,
      hints: [
        'It is the folder `~/shrink-the-context`, and its `Dockerfile` is ready. Look around first: `ls -A`.',
        'First the films, then an ordinary build with the tag `gallery:fat`. Write no `.dockerignore` yet.',
        `\`cd ~/shrink-the-context && ./record.sh && docker build -t ${FAT} .\`.`,
      ],
      check: checkFat,
    },
    {
      id: 'slim',
      title: `Build \`${SLIM}\` from the same \`Dockerfile\`: less than 100 kB on top of its base`,
      hints: [
        'The Dockerfile says `COPY . .` and stays as it is. What can still keep the films from the builder?',
        'A file `.dockerignore` beside it, with a pattern for the films: they are in `raw`, and end in `.mov`.',
        `A line \`raw/*.mov\` in \`.dockerignore\`, then \`docker build -t ${SLIM} .\`. See what got in: \`docker run --rm ${SLIM} find .\`.`,
      ],
      check: checkSlim,
    },
    {
      id: 'needed',
      title: `Run it on port 8080: \`index.html\`, \`pictures/cover.svg\` and \`raw/frame.svg\` are there`,
      hints: [
        'Its web server listens on port 80.',
        'If `raw/frame.svg` is missing, a pattern took all of `raw`. Take out only the films, or let this file in again by `!`, in a line below.',
        `\`docker run -d -p 8080:80 ${SLIM}\`.`,
      ],
      check: checkNeeded,
    },
    {
      id: 'out',
      title: 'No `.env` is in it, no film, and no log of any folder',
      hints: [
        'There are three logs, in three folders: `find . -name "*.log"`.',
        'A pattern begins at the top of the folder. `**/` in front of it means any depth.',
        'The lines `.env` and `**/*.log`. Build again, remove the container, and start a new one.',
      ],
      check: checkKeptOut,
    },
  ],
});
