import { defineExercise } from '../../src/shared/exercise/index.ts';
import { CONTAINER, checkContainer, checkDigest, checkPulled, TAGGED } from './check-pinned.ts';

export default defineExercise({
  id: 'pull-by-digest',
  title: 'Pinned to one image',
  minutes: 5,
  tasks: [
    {
      id: 'digest',
      title: `Write into \`digest.txt\` the digest that \`${TAGGED}\` leads to`,
      hints: [
        'The registry knows it. You can ask without pulling anything.',
        `\`docker buildx imagetools inspect ${TAGGED}\` shows it at the top, before those of the platforms.`,
        'The digest is the SHA-256 of what is shown with `--raw`. Write it as `sha256:` and the 64 digits: `echo sha256:… > digest.txt`.',
      ],
      check: checkDigest,
    },
    {
      id: 'pulled',
      title: 'Pull it by that digest, so that your engine has it with no tag at all',
      hints: [
        'In a name the digest takes the place of the tag, with an `@` before it. Who pulls so gets no tag. You may have one from an earlier lesson: `docker images hello-world` shows it.',
        '`docker rmi hello-world:latest` takes the tag off. A container that uses the image stands in the way: `docker ps -a`, then `docker rm`.',
        'With its last tag the image goes. Then, in `~/pull-by-digest`: `docker pull hello-world@$(cat digest.txt)`.',
      ],
      check: checkPulled,
    },
    {
      id: 'run',
      title: `Start a container named \`${CONTAINER}\` by the digest, and let it end by itself`,
      hints: [
        'Where `docker run` wants an image, it takes a name with a digest, too.',
        'The program says its piece and ends. Leave the container: do not use `--rm`.',
        '`docker run --name pinned hello-world@$(cat digest.txt)`. A wrong one first goes with `docker rm pinned`.',
      ],
      check: checkContainer,
    },
  ],
});
