import { defineExercise } from '../../src/shared/exercise/index.ts';
import { checkFirst, checkWords } from './check-container.ts';
import { checkCompose, checkVersions } from './check-versions.ts';

export default defineExercise({
  id: 'say-hello',
  title: 'Say hello, and write down who answered',
  minutes: 5,
  images: ['hello-world:latest'],
  tasks: [
    {
      id: 'versions',
      title: 'Write the versions of client and server into `versions.txt`',
      hints: [
        'One command asks the client alone, another asks both sides. Which of the two did this lesson send to a place with no daemon?',
        '`docker version`, without dashes, prints a part `Client` and a part `Server`. What a command prints goes into a file with `>` behind it.',
        'In `~/say-hello`: `docker version > versions.txt`. Look at it with `cat versions.txt`.',
      ],
      check: checkVersions,
    },
    {
      id: 'compose',
      title: 'Add the version of Compose to the same file',
      hints: [
        'Compose is a part of `docker` today: a command behind it, with a space.',
        'A single `>` empties the file first. To add at the end, write `>>`.',
        '`docker compose version >> versions.txt`.',
      ],
      check: checkCompose,
    },
    {
      id: 'first',
      title: 'Run `hello-world` once in a container named `first`, and leave it there',
      hints: [
        'The name is an option of `docker run`, and it must still be there when the container has ended.',
        'Options stand in front of the image. What stands behind the image is the command for the container.',
        '`docker run --name first hello-world`. If the name is taken: `docker rm first`, then again.',
      ],
      check: checkFirst,
    },
    {
      id: 'words',
      title: 'Write all that `first` said into `hello.txt`, without running it again',
      hints: [
        'The container has ended. What it wrote is kept with it.',
        '`docker logs` and a name prints what a container has written.',
        'In `~/say-hello`: `docker logs first > hello.txt`.',
      ],
      check: checkWords,
    },
  ],
});
