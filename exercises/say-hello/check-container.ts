import { type ContainerDetails, fail, pass, type SandboxView, type Verdict } from '../../src/shared/exercise/index.ts';
import { counted } from '../counted.ts';

const IMAGE = 'hello-world';
const NAME = 'first';
/** Both the public image's text and the stand-in's begin so, and both go on with four numbered steps. */
const GREETING = 'Hello from Docker!';
const LAST_STEP = /^\s*4\. /m;

async function isOfHello(sandbox: SandboxView, { image, imageId }: ContainerDetails): Promise<boolean> {
  if (imageId === (await sandbox.image(`${IMAGE}:latest`))?.id) return true;
  return new RegExp(`^(docker\\.io/)?(library/)?${IMAGE}(:|@|$)`).test(image);
}

/** The name that was written behind the image, where it is part of the command. */
async function explainMissing(sandbox: SandboxView): Promise<Verdict> {
  const containers = await sandbox.containers();
  for (const { name } of containers) {
    const other = await sandbox.container(name);
    if (other?.command.includes('--name')) {
      return fail(
        `No container is named \`${NAME}\`. In \`${name}\` the words \`--name ${NAME}\` became the command, because they stood behind the image. Options come before it.`,
      );
    }
    if (other && (await isOfHello(sandbox, other))) {
      return fail(`\`${name}\` was made from \`${IMAGE}\`, but none is named \`${NAME}\`. \`--name\` gives it a name.`);
    }
  }
  return fail(
    `No container is named \`${NAME}\`. Your engine has ${counted(containers.length, 'container')}, ended ones counted. With \`--rm\` one is gone as soon as it ends.`,
  );
}

export async function checkFirst(sandbox: SandboxView): Promise<Verdict> {
  const first = await sandbox.container(NAME);
  if (!first) return explainMissing(sandbox);
  if (!(await isOfHello(sandbox, first))) {
    return fail(`\`${NAME}\` was made from \`${first.image}\`, not from \`${IMAGE}\`.`);
  }
  if (first.startedAt === '') {
    return fail(
      `\`${NAME}\` was made, but its program has never run: its state is "${first.state}". \`docker create\` makes, \`docker run\` makes and starts.`,
    );
  }
  if (first.isRemovedAtEnd) {
    return fail(`\`${NAME}\` was started with \`--rm\`, so it goes when it ends. Leave that out: it is to stay.`);
  }
  if (first.exitCode !== 0) return fail(`The program in \`${NAME}\` ended with ${first.exitCode}, and should with 0.`);
  return pass();
}

export async function checkWords(sandbox: SandboxView): Promise<Verdict> {
  const text = await sandbox.file('hello.txt');
  if (text === undefined) return fail('There is no `hello.txt` in `~/say-hello` yet.');
  if (text.trim() === '') {
    return fail('`hello.txt` is empty. `docker logs` needs the name of a container that has written something.');
  }
  if (!text.includes(GREETING)) {
    return fail(
      `\`hello.txt\` begins with "${text.trim().split('\n')[0]?.slice(0, 60)}", and "${GREETING}" is not in it.`,
    );
  }
  if (!LAST_STEP.test(text)) {
    const lines = text.trim().split('\n').length;
    return fail(
      `\`hello.txt\` has ${lines} lines. \`${NAME}\` said more: four numbered steps, and the fourth is missing.`,
    );
  }
  return pass();
}
