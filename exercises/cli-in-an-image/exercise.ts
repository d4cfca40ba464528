import { defineExercise } from '../../src/shared/exercise/index.ts';
import { checkDefault, checkEntrypoint } from './check-image.ts';
import { checkFile, checkHelp, checkTitle } from './check-runs.ts';
import { IMAGE, TITLE } from './names.ts';

export default defineExercise({
  id: 'cli-in-an-image',
  title: 'A tool in an image',
  minutes: 6,
  images: ['busybox:1.37'],
  tasks: [
    {
      id: 'tool',
      title: `Build \`${IMAGE}\` on \`busybox:1.37\`, with \`slug\` as its ENTRYPOINT`,
      hints: [
        'The program lies in `~/cli-in-an-image` and can be run already. Write a `Dockerfile` beside it: a base, a `COPY`, and the instruction that stays.',
        '`COPY slug /usr/local/bin/` puts it where the shell looks for programs. Then the ENTRYPOINT, in the exec form: a list in square brackets, each word in double quotes.',
        '`ENTRYPOINT ["slug"]`, then `docker build -t slug:1.0 .`.',
      ],
      check: checkEntrypoint,
    },
    {
      id: 'default',
      title: 'When it is given no words, it gets `--help`',
      hints: [
        'Which instruction holds words that give way to others?',
        'Behind an ENTRYPOINT, CMD holds only the words that come behind the program, in the exec form too.',
        '`CMD ["--help"]`, as the last line. Then build again.',
      ],
      check: checkDefault,
    },
    {
      id: 'help',
      title: 'Start a container named `help` without words',
      hints: [
        'It prints its help and ends. To be looked at it has to stay there afterwards, so without `--rm`.',
        "With no words behind the image's name it gets those of `CMD`: `docker run --name help` and the image.",
        '`docker run --name help slug:1.0`. Was it from an older build? Remove it first: `docker rm help`.',
      ],
      check: checkHelp,
    },
    {
      id: 'title',
      title: `Start one named \`title\` that makes an address of \`${TITLE}\``,
      hints: [
        'What stands behind the image’s name goes to the program.',
        'Only the title: the program itself is in the image already, as its ENTRYPOINT.',
        `\`docker run --name title ${IMAGE} '${TITLE}'\`.`,
      ],
      check: checkTitle,
    },
    {
      id: 'file',
      title: 'Have that address in `slug.txt`',
      hints: [
        'A program in a container writes to your terminal as any other does. So you can send it into a file.',
        'Either with `>` behind `docker run`, or afterwards: `docker logs` shows what a container wrote.',
        '`docker logs title > slug.txt`, in `~/cli-in-an-image`.',
      ],
      check: checkFile,
    },
  ],
});
