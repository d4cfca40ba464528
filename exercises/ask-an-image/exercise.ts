import { defineExercise } from '../../src/shared/exercise/index.ts';
import { checkCommand, checkCreated, checkPort, checkSetting, checkUser } from './check-answers.ts';
import { checkList } from './check-list.ts';
import { DATABASE, LATEST, LIST, NONROOT, SETTING } from './names.ts';

export default defineExercise({
  id: 'ask-an-image',
  title: 'Ask two images',
  minutes: 8,
  images: [DATABASE, NONROOT, LATEST],
  tasks: [
    {
      id: 'port',
      title: `On which port does \`${DATABASE}\` expect to be spoken to?`,
      answer: { label: `Port of \`${DATABASE}\`` },
      hints: [
        `Pull it first. Then ask the image: a port that a program uses is noted in its configuration.`,
        'The place is `.Config.ExposedPorts`.',
        `\`docker image inspect ${DATABASE} --format '{{json .Config.ExposedPorts}}'\`. Enter the number.`,
      ],
      check: checkPort,
    },
    {
      id: 'command',
      title: `Which command does a container of \`${DATABASE}\` start with by default? Not the entrypoint`,
      answer: { label: 'Command' },
      hints: [
        'There are two places in the configuration, and one of them is the entrypoint, a script that runs before.',
        '`.Config.Cmd` is a list. Here it has a single word.',
        `\`docker image inspect ${DATABASE} --format '{{json .Config.Cmd}}'\`.`,
      ],
      check: checkCommand,
    },
    {
      id: 'setting',
      title: `In which folder does \`${DATABASE}\` keep its data? Its variable \`${SETTING}\` says it`,
      answer: { label: `\`${SETTING}\`` },
      hints: [
        'The variables of an image are in its configuration, as a list of `NAME=value`.',
        'A list is printed line by line with `range` and `println`.',
        `\`docker image inspect ${DATABASE} --format '{{range .Config.Env}}{{println .}}{{end}}'\`, and of that the part behind \`${SETTING}=\`.`,
      ],
      check: checkSetting,
    },
    {
      id: 'user',
      title: `As which user does \`${NONROOT}\` run?`,
      answer: { label: 'User' },
      hints: [
        'Pull it, by its whole name. The tag only promises something. Who it is stands in the configuration.',
        'The place is `.Config.User`. It can be a name or a number.',
        `\`docker image inspect ${NONROOT} --format '{{.Config.User}}'\`.`,
      ],
      check: checkUser,
    },
    {
      id: 'created',
      title: `On which day was \`${DATABASE}\` made? Enter it as in 2026-01-31`,
      answer: { label: 'Day' },
      hints: [
        'Not the day when you pulled it. The image brings the day with it.',
        'The place is `.Created`, at the top. The day is what stands before the T.',
        `\`docker image inspect ${DATABASE} --format '{{.Created}}'\`.`,
      ],
      check: checkCreated,
    },
    {
      id: 'list',
      title: `Pull the distroless image’s tag \`latest\` too. List all your distroless images in \`${LIST}\`, one \`repository:tag\` a line`,
      hints: [
        'A filter leaves out rows, a format leaves out columns. You need one of each.',
        'The filter is `reference`, with a star for what may vary: `gcr.io/distroless/*`. The format has `.Repository` and `.Tag` in it.',
        `\`docker image ls --filter 'reference=gcr.io/distroless/*' --format '{{.Repository}}:{{.Tag}}' > ${LIST}\`, in \`~/ask-an-image\`.`,
      ],
      check: checkList,
    },
  ],
});
