import { defineExercise } from '../../src/shared/exercise/index.ts';
import { checkFiles, checkOpen, checkSettings } from './check-clean.ts';
import { checkLayer, checkLeaky } from './check-leak.ts';
import { CLEAN, LEAKY } from './names.ts';

export default defineExercise({
  id: 'leaked-env',
  title: 'A key in the layers',
  minutes: 10,
  images: ['busybox:1.37'],
  tasks: [
    {
      id: 'leaky',
      title: `Build \`${LEAKY}\` from the folder as it is`,
      hints: [
        'Look at the `Dockerfile` and at `.env` in `~/leaked-env`. Change nothing yet.',
        'An ordinary build with a tag, in the folder where the `Dockerfile` is.',
        `\`cd ~/leaked-env && docker build -t ${LEAKY} .\`.`,
      ],
      check: checkLeaky,
    },
    {
      id: 'layer',
      title: `Which layer of \`${LEAKY}\` still has \`.env\`? Enter the first 12 characters of its digest`,
      answer: { label: 'The layer with `.env`' },
      hints: [
        '`docker save` writes an image as an archive. Unpack it into a folder outside of this one, such as `~/old`, and search for the key in it.',
        `\`mkdir ~/old && docker save ${LEAKY} | tar -x -C ~/old\`, then \`grep -rl tide ~/old\`. Among the files that it names, one is an archive: \`tar -tf\` lists it.`,
        'The name of that file is the digest. `docker image inspect` has it under `RootFS.Layers` too.',
      ],
      check: checkLayer,
    },
    {
      id: 'files',
      title: `Build \`${CLEAN}\` without the key in any layer. Unpack it into \`new\` as proof`,
      hints: [
        'The file must not reach the builder. Then there is nothing to remove, and `RUN rm .env` would fail.',
        'A `.dockerignore` with `.env` in it, and with `new`, so that no later build takes the unpacked image along. `RUN rm .env` goes.',
        `\`docker build -t ${CLEAN} .\`, then \`mkdir new && docker save ${CLEAN} | tar -x -C new\`. After another build empty \`new\` first: \`rm -r new\`.`,
      ],
      check: checkFiles,
    },
    {
      id: 'settings',
      title: `Nor in the variables and the history of \`${CLEAN}\``,
      hints: [
        '`docker image inspect shop:2.0` and `docker history --no-trunc shop:2.0` show both. Search in them with `grep tide`.',
        'One line of the Dockerfile writes the key down. A build argument in its place would be written down too.',
        'Remove the line with `ENV SHOP_KEY`. Build again, and unpack again.',
      ],
      check: checkSettings,
    },
    {
      id: 'open',
      title: `Run a container \`shop\` of \`${CLEAN}\` on port 8080, which gets the key when it starts`,
      hints: [
        'Without its key the shop is closed: see http://localhost:8080. `docker run` can set variables.',
        '`--env-file` takes them from a file, so the key is not even in your shell’s history.',
        `\`docker run -d --name shop -p 8080:80 --env-file .env ${CLEAN}\`.`,
      ],
      check: checkOpen,
    },
  ],
});
