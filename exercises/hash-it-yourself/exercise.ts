import { defineExercise } from '../../src/shared/exercise/index.ts';
import { checkIdentity, checkIndex } from './check-documents.ts';
import { checkForged } from './check-forged.ts';
import { checkTwins } from './check-twins.ts';
import { IDENTIFIED, INDEX_OF } from './names.ts';

export default defineExercise({
  id: 'hash-it-yourself',
  title: 'Hash it yourself',
  minutes: 8,
  tasks: [
    {
      id: 'index',
      title: `Save as \`index.json\` what the digest of \`${INDEX_OF}\` names, byte for byte`,
      hints: [
        'The lesson shows one command that prints what a registry has under a tag. You need not pull the image for it.',
        'It is `docker buildx imagetools inspect`. One of its options keeps it from printing the document in a form of its own.',
        `In \`~/hash-it-yourself\`: \`docker buildx imagetools inspect --raw ${INDEX_OF} > index.json\`. Then compare \`sha256sum index.json\` with the digest.`,
      ],
      check: checkIndex,
    },
    {
      id: 'identity',
      title: `Save as \`identity.json\` the document whose SHA-256 is the id of your \`${IDENTIFIED}\``,
      hints: [
        'An id is the digest of a document that your engine keeps. `docker save` gives out all of them.',
        `Unpack the image: \`docker save ${IDENTIFIED} | tar -xC unpacked\`, after \`mkdir unpacked\`. Each file in \`unpacked/blobs/sha256\` is named by its digest.`,
        `\`docker image inspect --format '{{.Id}}' ${IDENTIFIED}\` shows the id. Copy the file of that name, without \`sha256:\`, with \`cp\`: an editor would change its end.`,
      ],
      check: checkIdentity,
    },
    {
      id: 'forged',
      title: 'One file in `delivery/blobs/sha256` was changed on its way to you. Which one?',
      answer: { label: 'Its name, or the first 12 digits' },
      hints: [
        'Each file there is named by its SHA-256. Somebody changed one, and left its name.',
        '`sha256sum` prints the hash of a file, and beside it the name. In all lines but one they agree.',
        '`cd delivery/blobs/sha256`, then `sha256sum *`. Enter the name at the end of the line that does not agree.',
      ],
      check: checkForged,
    },
    {
      id: 'twins',
      title: 'Make `twin:a` and `twin:b`: the same layers, two ids',
      hints: [
        'An id covers the config. What is in the config, and in no layer?',
        'Two Dockerfiles that differ by one setting will do, such as `LABEL` or `ENV`, from the same base.',
        `One line makes one of them: \`printf 'FROM ${IDENTIFIED}\\nLABEL twin=a\\n' | docker build -t twin:a -\`. Then the other one.`,
      ],
      check: checkTwins,
    },
  ],
});
