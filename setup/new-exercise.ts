import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { writeNewFiles } from './new-files.ts';
import { requireName, titleOf } from './new-name.ts';
import { SetupError } from './setup-error.ts';

/** Writes a folder with an exercise that holds as it is. Resolves with what to do next. Throws a `SetupError`. */
export async function newExercise(root: string, name: string): Promise<string> {
  const id = requireName(name);
  const folder = `exercises/${id}`;
  if (existsSync(join(root, folder))) {
    throw new SetupError(`There is an exercise "${id}" already, in ${folder}. Choose another id, or change that one.`);
  }
  await writeNewFiles(root, [
    { path: `${folder}/exercise.ts`, text: exerciseText(id) },
    { path: `${folder}/start/README.txt`, text: `Write the name of a ship into ship.txt.\n` },
    { path: `${folder}/solution.sh`, text: `set -eu\necho 'Good Hope' > ship.txt\n` },
    { path: `${folder}/wrong/empty-file.sh`, text: `# stays red: ship\nset -eu\ntouch ship.txt\n` },
  ]);
  return `Written: ${folder}/ with exercise.ts, start/, solution.sh and wrong/.

1. Put it into a lesson: the id into its frontmatter (\`exercises: [${id}]\`), and where the learner meets it <Exercise id="${id}" />.
2. Make it yours while you look at it: \`npm run dev\`, then change ${folder}/exercise.ts.
3. Prove it: \`npm run verify:course -- --only ${id}\`.
`;
}

function exerciseText(id: string): string {
  return `import { defineExercise, fail, pass } from '../../src/shared/exercise/index.ts';

export default defineExercise({
  id: '${id}',
  title: '${titleOf(id)}',
  minutes: 5,
  tasks: [
    {
      id: 'ship',
      title: 'Write the name of a ship into \`ship.txt\`',
      hints: [
        '\`echo\` prints a text, and \`>\` puts what is printed into a file.',
        "In \`~/${id}\`: \`echo 'Good Hope' > ship.txt\`",
      ],
      async check(sandbox) {
        const text = await sandbox.file('ship.txt');
        if (text === undefined) return fail('There is no \`ship.txt\` in \`~/${id}\` yet.');
        const letters = text.trim().length;
        return letters > 0 ? pass() : fail(\`\\\`ship.txt\\\` is there, with \${letters} letters in it. Write a name.\`);
      },
    },
  ],
});
`;
}
