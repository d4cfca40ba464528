import { defineExercise } from '../../src/shared/exercise/index.ts';
import { checkDefaultColour, checkLive } from './check-colour.ts';
import { checkOneDockerfile, versioned } from './check-versions.ts';

export default defineExercise({
  id: 'build-args',
  title: 'One Dockerfile, two versions',
  minutes: 8,
  images: ['busybox:1.37'],
  tasks: [
    {
      id: 'one',
      title: 'Build `app:1.0`, whose variable `APP_VERSION` is `1.0` by a build argument `VERSION`',
      hints: [
        'The Dockerfile in `~/build-args` says 1.0 twice. Let both places take the value of one build argument.',
        '`ARG VERSION` below `FROM`, then `$VERSION` in `RUN` and in `ENV`.',
        '`ENV APP_VERSION=$VERSION`, and `docker build --build-arg VERSION=1.0 -t app:1.0 .`.',
      ],
      check: versioned('app:1.0', '1.0'),
    },
    {
      id: 'two',
      title: 'Build `app:2.0` the same way, with `2.0`',
      hints: [
        'Nothing in the folder has to change for it.',
        '`--build-arg` gives a value to the `ARG` of that name, at this one build.',
        '`docker build --build-arg VERSION=2.0 -t app:2.0 .`.',
      ],
      check: versioned('app:2.0', '2.0'),
    },
    {
      id: 'same',
      title: 'Both come from one Dockerfile',
      hints: [
        'Compare them: `docker history app:1.0` and `docker history app:2.0`. Apart from the version the rows should be the same, and one of them `ARG VERSION`.',
        'Two Dockerfiles, or one that was changed in between, give other rows. Write the version nowhere but behind `--build-arg`.',
        'If you have changed the Dockerfile in between, build both again.',
      ],
      check: checkOneDockerfile,
    },
    {
      id: 'default',
      title: 'Built without any build argument, `app:dev` says `dev`',
      hints: [
        'An ARG can have a value of its own, which counts when none is given.',
        'It stands behind the name, with `=` between the two, in the line of the `ARG`.',
        '`ARG VERSION=dev`, then `docker build -t app:dev .`. Then build the other two again, so that all come from one Dockerfile.',
      ],
      check: versioned('app:dev', 'dev'),
    },
    {
      id: 'colour',
      title: 'In `app:2.0`, `APP_COLOUR` is `grey`',
      hints: [
        'It is for the container, so it is no build argument.',
        'What stays in the image for its containers is set by `ENV`.',
        '`ENV APP_COLOUR=grey`, then build both versions again.',
      ],
      check: checkDefaultColour,
    },
    {
      id: 'live',
      title: 'A container `live` of `app:2.0` shows the page in `teal` on port 8080, from the same image',
      hints: [
        'What an image says by ENV can be said anew when a container is started.',
        '`-e NAME=value` is an option of `docker run`, and stands in front of the image’s name.',
        '`docker run -d --name live -p 8080:80 -e APP_COLOUR=teal app:2.0`.',
      ],
      check: checkLive,
    },
  ],
});
