import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parseConfig } from '../server/config.ts';
import { requireCourse } from './courses.ts';
import { runEntry } from './entry.ts';
import { newExercise } from './new-exercise.ts';
import { newLesson } from './new-lesson.ts';
import { SetupError } from './setup-error.ts';

const HELP = `npm run new exercise <id>     a folder in exercises/: one task that is really checked, a solution, a wrong answer
npm run new lesson <slug>     a file in the course's lessons/, and its place in course.json

An id or a slug is lower-case words joined by hyphens: first-volume. Nothing is overwritten.

  -- --course NAME   the course that a lesson is for: a folder of content/ (default: DRYDOCK_COURSE, or docker-images)
  -- --after SLUG    put the lesson behind this one; those behind it move up by one (default: at the end)
  -- --help          show this

docs/authoring.md leads through it by an example.
`;

const root = join(import.meta.dirname, '..');

await runEntry(async () => {
  const { values, positionals } = parseArgs({
    options: { course: { type: 'string' }, after: { type: 'string' }, help: { type: 'boolean' } },
    allowPositionals: true,
  });
  const [kind, name, ...more] = positionals;
  if (values.help || kind === undefined) {
    process.stdout.write(HELP);
    return 0;
  }
  if (kind !== 'exercise' && kind !== 'lesson') {
    throw new SetupError(
      `There is no new "${kind}". Say \`npm run new exercise <id>\` or \`npm run new lesson <slug>\`.`,
    );
  }
  if (name === undefined || more.length > 0) {
    const fault =
      name === undefined ? 'The name is missing.' : `One name at a time: "${[name, ...more].join(' ')}" is more.`;
    throw new SetupError(`${fault} Say, for example, \`npm run new ${kind} first-volume\`.`);
  }
  if (kind === 'exercise') {
    process.stdout.write(await newExercise(root, name));
    return 0;
  }
  const course = requireCourse(root, values.course ?? parseConfig(process.env, root).course);
  process.stdout.write(await newLesson({ root, course, slug: name, after: values.after }));
  return 0;
});
