import { defineExercise } from '../../src/shared/exercise/index.ts';
import { checkAdded, checkChanged, checkDeleted } from './check-changes.ts';
import { checkRestarted, checkThree } from './check-containers.ts';
import { checkImageId } from './check-image-id.ts';
import { ADDED, CHANGED, DELETED, IMAGE } from './names.ts';

export default defineExercise({
  id: 'three-containers',
  title: 'One image, three containers',
  minutes: 7,
  images: [IMAGE],
  tasks: [
    {
      id: 'three',
      title: `Run three containers of \`${IMAGE}\`, named \`red\`, \`green\` and \`blue\``,
      hints: [
        'A web server runs until it is stopped, so start each in the background.',
        '`-d` puts a container into the background, `--name` names it. Both stand in front of the image.',
        `\`docker run -d --name red ${IMAGE}\`, and the same with \`green\` and \`blue\`.`,
      ],
      check: checkThree,
    },
    {
      id: 'added',
      title: `In \`red\`, make a new file \`${ADDED}\``,
      hints: [
        'The container runs already. Which command runs something in a container that is there?',
        'To write a file inside, the container needs a shell of its own: `sh -c` and the command in quotes. Without them, your own shell writes to your own disk.',
        `\`docker exec red sh -c 'echo news > ${ADDED}'\`.`,
      ],
      check: checkAdded,
    },
    {
      id: 'deleted',
      title: `In \`green\`, delete \`${DELETED}\``,
      hints: [
        'As in `red`, but with a command that removes a file.',
        'One command without quotes or arrows needs no `sh -c`.',
        `\`docker exec green rm ${DELETED}\`.`,
      ],
      check: checkDeleted,
    },
    {
      id: 'changed',
      title: `In \`blue\`, change \`${CHANGED}\``,
      hints: [
        'The file is there already. `>>` adds a line to it, `>` writes it anew.',
        'The arrow must work inside the container, so it belongs into the quotes of `sh -c`.',
        `\`docker exec blue sh -c 'echo blue >> ${CHANGED}'\`.`,
      ],
      check: checkChanged,
    },
    {
      id: 'restarted',
      title: 'Stop `red` and start it again. Its file must still be there',
      hints: [
        'Two commands, each with the name of the container. Neither of them is `docker run`.',
        '`docker run` makes a new container. One that is stopped is started by `docker start`.',
        '`docker stop red`, then `docker start red`. See for yourself: `docker exec red ls /usr/share/nginx/html`.',
      ],
      check: checkRestarted,
    },
    {
      id: 'image-id',
      title: 'Which image were all three made from? Enter its id',
      answer: { label: 'Id of the image' },
      hints: [
        'A container remembers its image. It has an id of its own as well: do not mix them up.',
        'The column IMAGE ID of `docker image ls` has it. `docker inspect` of a container shows the same one under `Image`.',
        "`docker inspect red --format '{{.Image}}'`. The first 12 characters are enough.",
      ],
      check: checkImageId,
    },
  ],
});
