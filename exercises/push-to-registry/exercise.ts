import { defineExercise } from '../../src/shared/exercise/index.ts';
import { checkBoard, checkPulled } from './check-digest.ts';
import { checkFirst, checkSecond } from './check-pushes.ts';

export default defineExercise({
  id: 'push-to-registry',
  title: 'Publish a menu',
  minutes: 8,
  images: ['busybox:1.37'],
  tasks: [
    {
      id: 'first',
      title: 'Build the image of this folder, and push it as `menu:1.0` to your place in the course registry',
      hints: [
        'Your login is in the lesson, under “Who are you there?”. The name of an image says where a push goes: address, account, name, tag.',
        'Log in first. Then build with the whole name: `registry.internal/`, your account, `/menu:1.0`. Then push that name.',
        'In `~/push-to-registry`, with your account in the place of `…`: `docker build -t registry.internal/…/menu:1.0 .`, then `docker push registry.internal/…/menu:1.0`.',
      ],
      check: checkFirst,
    },
    {
      id: 'second',
      title: 'Change `menu.txt`, and push `menu:1.1`. Just one layer of it may be new to the registry',
      hints: [
        'A layer is sent when the registry has none with that digest. Which layer changes when only the menu does?',
        'Leave the `Dockerfile` as it is. Write a new line into `menu.txt`, build with the tag `1.1`, push.',
        '`echo "Crab 9.00" >> menu.txt`, then build and push as before, with `1.1` in the place of `1.0`.',
      ],
      check: checkSecond,
    },
    {
      id: 'by-digest',
      title: 'Remove version 1.0 from your engine, and pull it back by its digest',
      hints: [
        'The push printed the digest in its last line. `docker buildx imagetools inspect` and the image’s name ask the registry for it.',
        'An image that has several names goes only with the last of them. `docker images --digests` shows what there is. By digest means `@sha256:…` in the place of `:1.0`.',
        'With your account in the place of `…`: `docker rmi registry.internal/…/menu:1.0`, then `docker pull registry.internal/…/menu@sha256:` and the rest of the digest.',
      ],
      check: checkPulled,
    },
    {
      id: 'board',
      title: 'Run version 1.0 by its digest, in a container named `chalkboard`',
      hints: [
        'A digest may stand wherever an image’s name may, with `@` in front.',
        "Take the whole name that you pulled by, from the registry's address to the last digit of the digest.",
        '`docker run --name chalkboard` and the same name as in the pull. If there is a `chalkboard` already: `docker rm chalkboard` first.',
      ],
      check: checkBoard,
    },
  ],
});
