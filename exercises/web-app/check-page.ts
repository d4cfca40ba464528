import { fail, pass, type SandboxView, type Verdict } from '../../src/shared/exercise/index.ts';
import { counted } from '../counted.ts';
import { heading } from './heading.ts';
import { PORT } from './names.ts';

/** Does `~/web-app/index.html` have a heading of the learner's own? */
export async function checkIndex(sandbox: SandboxView): Promise<Verdict> {
  const page = await sandbox.file('index.html');
  if (page === undefined) return fail('There is no `index.html` in `~/web-app` yet.');
  const text = heading(page);
  if (text === undefined)
    return fail(`\`index.html\` has ${counted(page.length, 'character')}, but no \`<h1>…</h1>\`.`);
  if (text === '') return fail('The `<h1>` of `index.html` is empty. Write a heading of your own.');
  if (/^welcome to nginx!?$/i.test(text))
    return fail('The heading is still "Welcome to nginx!". Write one of your own.');
  return pass();
}

/** Does port 8080 answer with exactly what `~/web-app/index.html` holds? */
export async function checkPage(sandbox: SandboxView): Promise<Verdict> {
  const page = await sandbox.file('index.html');
  if (page === undefined) return fail('There is no `index.html` in `~/web-app` to compare with yet.');
  const answer = await sandbox.http(PORT, '/');
  if (!answer) return fail(`Nothing answers on port ${PORT}.`);
  if (answer.status !== 200) {
    return fail(
      `Port ${PORT} answers with status ${answer.status} instead of 200. Is \`index.html\` in the image, and readable?`,
    );
  }
  if (answer.body.trim() === page.trim()) return pass();
  return fail(
    `Port ${PORT} serves ${described(answer.body)}; your \`index.html\` has ${described(page)}. An image keeps the file as it was at the build: build again, and start a new container.`,
  );
}

function described(page: string): string {
  const text = heading(page);
  return `${counted(page.length, 'character')} ${text === undefined ? 'without a heading' : `headed "${text.slice(0, 60)}"`}`;
}
