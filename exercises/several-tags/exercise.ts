import { defineExercise } from '../../src/shared/exercise/index.ts';
import { checkCount } from './check-count.ts';
import { checkChanged, checkOld, checkTags } from './check-release.ts';

export default defineExercise({
  id: 'several-tags',
  title: 'One build, three names',
  minutes: 5,
  tasks: [
    {
      id: 'old',
      title: 'Have `webapp:1.0`: from the exercise before, or built in this folder as it is now',
      hints: [
        'See what you have: `docker images webapp`.',
        'If there is none, an image is built from this folder in the usual way.',
        'This folder has a `Dockerfile` and a page already. Go there and build: `cd ~/several-tags`, then `docker build -t webapp:1.0 .`.',
      ],
      check: checkOld,
    },
    {
      id: 'changed',
      title: 'Change `index.html` and build it as `webapp:1.1`',
      hints: [
        'A new version needs another content. Change the heading in `~/several-tags/index.html`, and save it.',
        "An editor does it, `nano index.html`, or `echo '<h1>Version 1.1</h1>' > index.html`.",
        'Then build as before, with the new tag: `docker build -t webapp:1.1 .`. A tag alone, on the old image, would be the old version with one more name.',
      ],
      check: checkChanged,
    },
    {
      id: 'tags',
      title: 'Give that same image two more names: `webapp:1` and `webapp:latest`',
      hints: [
        'There is nothing to build here. An image that is there can be given more names.',
        'The command is `docker tag`: first a name that the image has, then the one that it gets.',
        '`docker tag webapp:1.1 webapp:1`, and the same once more for `webapp:latest`.',
      ],
      check: checkTags,
    },
    {
      id: 'count',
      title: 'Write into `images.txt` how many images these four names lead to',
      hints: [
        'Look at `docker images webapp`. Which column says whether two names lead to one image?',
        'Count the different ids in the column IMAGE ID, not the rows.',
        'Write the number alone into the file, in `~/several-tags`: `echo` and the number, then `> images.txt`.',
      ],
      check: checkCount,
    },
  ],
});
