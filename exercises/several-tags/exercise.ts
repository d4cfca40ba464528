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
      check: checkOld,
    },
    { id: 'changed', title: 'Change `index.html` and build it as `webapp:1.1`', check: checkChanged },
    {
      id: 'tags',
      title: 'Give that same image two more names: `webapp:1` and `webapp:latest`',
      check: checkTags,
    },
    { id: 'count', title: 'Write into `images.txt` how many images these four names lead to', check: checkCount },
  ],
});
