import { defineExercise } from '../../src/shared/exercise/index.ts';
import { checkFile } from './check-bake-file.ts';
import { checkFirst, checkLatest, checkNext } from './check-images.ts';

export default defineExercise({
  id: 'bake-file',
  title: 'Two images in one go',
  minutes: 10,
  images: ['busybox:1.37'],
  tasks: [
    {
      id: 'file',
      title: 'Write `docker-bake.hcl` with two targets, `site` and `clock`, and a group `default` of both',
      hints: [
        'Look at the `Dockerfile` in `~/bake-file`: it has a stage for each of the two images.',
        'A block for each: `target "site" { … }`. And one for both: `group "default" { targets = ["site", "clock"] }`.',
        'In a target, `target = "site"` names the stage, `tags` the names, `args` the build arguments. `docker buildx bake --print` shows how your file is read.',
      ],
      check: checkFile,
    },
    {
      id: 'images',
      title: 'Bake `harbour/site:1.0` and `harbour/clock:1.0`; each is its own stage, and is labelled with its version',
      hints: [
        '`docker buildx bake` in `~/bake-file` builds the group `default`.',
        'The label is made by the `Dockerfile`, from its build argument `VERSION`. A target passes arguments on with `args`.',
        'In both targets: `args = { VERSION = "1.0" }`, and their stage as `target`. The tags are `harbour/site:1.0` and `harbour/clock:1.0`.',
      ],
      check: checkFirst,
    },
    {
      id: 'next',
      title: 'Bake version 1.1 of both with the same file, whose default stays at 1.0',
      hints: [
        'What changes from version to version is one word. Make it a variable of the bake file.',
        '`variable "VERSION" { default = "1.0" }`. In a text it is written `${VERSION}`, alone `VERSION`.',
        'Tags `harbour/site:${VERSION}`, arguments `{ VERSION = VERSION }`. Then `VERSION=1.1 docker buildx bake`.',
      ],
      check: checkNext,
    },
    {
      id: 'latest',
      title: '`harbour/site:latest` is a second name of `harbour/site:1.1`',
      hints: [
        'One image can have several names. `tags` is a list.',
        'Add the name to the list of the target `site`, and bake 1.1 once more.',
        '`tags = ["harbour/site:${VERSION}", "harbour/site:latest"]`.',
      ],
      check: checkLatest,
    },
  ],
});
