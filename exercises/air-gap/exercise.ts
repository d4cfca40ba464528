import { defineExercise } from '../../src/shared/exercise/index.ts';
import { checkArchive } from './check-archive.ts';
import { checkDelivery } from './check-delivery.ts';
import { checkFlat, checkMended } from './check-flat.ts';

export default defineExercise({
  id: 'air-gap',
  title: 'Across the gap',
  minutes: 8,
  images: ['busybox:1.37'],
  tasks: [
    {
      id: 'delivery',
      title: 'Get the image `harbour/rota:7` out of `delivery.tar.gz`',
      hints: [
        'A colleague made the file with `docker save` and `gzip`. Which command is the other half of that?',
        'There is no need to unpack it first: `docker load` takes it as it is.',
        'In `~/air-gap`: `docker load -i delivery.tar.gz`. If an import has made a `harbour/rota:7` before, the load takes the name over.',
      ],
      check: checkDelivery,
    },
    {
      id: 'archive',
      title: 'Build `ferry:1.0`, pack it into `ferry.tar.gz`, and write what is in there into `contents.txt`',
      hints: [
        'The `Dockerfile` is there, and copies a file out of the image that was delivered. So the delivery comes first.',
        '`docker save` prints the archive where no file is named. A pipe leads it to `gzip`, and `>` into the file. `tar -tzf` lists what is inside.',
        '`docker build -t ferry:1.0 .`, then `docker save ferry:1.0 | gzip > ferry.tar.gz`, then `tar -tzf ferry.tar.gz > contents.txt`.',
      ],
      check: checkArchive,
    },
    {
      id: 'flat',
      title: 'Make `ferry:flat` by `export` and `import` of a container of `ferry:1.0`',
      hints: [
        '`docker export` wants a container. It need not run: `docker create` is enough.',
        '`docker import` reads from a pipe where its file is written as `-`. The name of the new image comes last.',
        '`docker create --name hull ferry:1.0`, then `docker export hull | docker import - ferry:flat`.',
      ],
      check: checkFlat,
    },
    {
      id: 'mended',
      title: 'Import it once more as `ferry:mended`, with the `CMD` and the `ENV` that `ferry:1.0` has',
      hints: [
        'What is lost can be said anew: `docker import --help` has an option that takes an instruction of a Dockerfile.',
        'The option is `--change`, once for each instruction, in quotes. See in the `Dockerfile` which two are missing.',
        '`docker export hull | docker import --change \'ENV HARBOUR=north\' --change \'CMD ["cat", "/rota.txt"]\' - ferry:mended`.',
      ],
      check: checkMended,
    },
  ],
});
