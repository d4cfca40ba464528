import { fail, pass, type SandboxView, type Verdict } from '../../src/shared/exercise/index.ts';
import { counted } from '../counted.ts';
import { heldPort } from '../held-port.ts';
import { CONTAINER, COPY, IMAGE, PORT } from './names.ts';

/** The program says itself whether a value is the one that it has drawn: nobody else knows it. */
async function isOfThisProcess(sandbox: SandboxView, kind: 'seal' | 'code', value: string): Promise<boolean> {
  const answer = await sandbox.http(PORT, `/is?${kind}=${encodeURIComponent(value)}`);
  return answer?.status === 200;
}

/** Why nothing can be asked of the program yet; `undefined` where it answers. */
async function whatIsMissing(sandbox: SandboxView): Promise<string | undefined> {
  const containers = await sandbox.containers();
  const container = containers.find(({ name }) => name === CONTAINER);
  const held = heldPort(containers, PORT, (await sandbox.image(IMAGE))?.id);
  if (held !== undefined) return held;
  if (!container) return `There is no container \`${CONTAINER}\` yet.`;
  if (container.state !== 'running') return `\`${CONTAINER}\` is there, but its state is "${container.state}".`;
  const answer = await sandbox.http(PORT, '/');
  return answer ? undefined : `\`${CONTAINER}\` runs, but nothing answers on port ${PORT}. Is its port published?`;
}

/** Does `gauge` run, from an image without a shell? */
export async function checkRunning(sandbox: SandboxView): Promise<Verdict> {
  const image = await sandbox.image(IMAGE);
  if (!image) return fail(`Your engine has no image \`${IMAGE}\` yet.`);
  const missing = await whatIsMissing(sandbox);
  if (missing !== undefined) return fail(missing);
  const container = (await sandbox.containers()).find(({ name }) => name === CONTAINER);
  if (container?.imageId !== image.id) return fail(`\`${CONTAINER}\` is not from the \`${IMAGE}\` that you have now.`);
  // Distroless has the interpreter as its entrypoint and a user without rights; the images with a shell have neither.
  if (image.entrypoint.some((word) => /\/python3/.test(word)) && image.user !== '' && image.user !== 'root')
    return pass();
  return fail(
    `\`${IMAGE}\` (${Math.round(image.sizeBytes / 1_000_000)} MB) does not start from \`gcr.io/distroless/python3-debian13:nonroot\`. Leave the \`FROM\` as it is: without a shell is the point.`,
  );
}

/** Was the file named that the program has written? */
export async function checkWritten(sandbox: SandboxView): Promise<Verdict> {
  const text = await sandbox.answer();
  if (text === undefined) return fail(`Which file has the program in \`${CONTAINER}\` written?`);
  const changes = await sandbox.changes(CONTAINER);
  const path = text.replace(/^A\s+/, '').replace(/^gauge:/, '');
  const added = changes.filter(({ kind }) => kind === 'added').map((change) => change.path);
  if (added.some((each) => each === path && each.endsWith('.trace'))) return pass();
  if (changes.some((change) => change.path === path)) {
    return fail(`\`${path}\` is in \`docker diff\`, but it is not the file that was added. Its line starts with A.`);
  }
  if (added.some((each) => each.endsWith(`/${path}`))) return fail(`Enter the whole path, not only \`${path}\`.`);
  return fail(
    `\`docker diff ${CONTAINER}\` has ${counted(changes.length, 'line')}, and none is \`A ${path.slice(0, 60)}\`. Every start draws another name.`,
  );
}

/** Is the trace in the exercise's folder, with the seal of the process that runs now? */
export async function checkCopied(sandbox: SandboxView): Promise<Verdict> {
  const text = await sandbox.file(COPY);
  if (text === undefined) {
    const isFolder = (await sandbox.fileInfo(COPY))?.kind === 'folder';
    return fail(
      isFolder
        ? `\`${COPY}\` is a folder: the whole of one was copied. Remove it, and copy the file that is in it alone.`
        : `There is no \`${COPY}\` in \`~/no-shell\` yet.`,
    );
  }
  const missing = await whatIsMissing(sandbox);
  if (missing !== undefined) return fail(missing);
  const seal = /\bseal ([0-9a-f]{12})\b/.exec(text)?.[1];
  if (seal === undefined) {
    return fail(`\`${COPY}\` has ${counted(text.length, 'character')}, and no seal in it. It is not the trace file.`);
  }
  if (await isOfThisProcess(sandbox, 'seal', seal)) return pass();
  return fail(
    `The seal \`${seal}\` is not that of the process in \`${CONTAINER}\`. Another container drew another one.`,
  );
}

/** Was the service code entered that the status page of this very process shows? */
export async function checkCode(sandbox: SandboxView): Promise<Verdict> {
  const text = await sandbox.answer();
  if (text === undefined) return fail('Which service code does the status page on 127.0.0.1:9000 show?');
  const missing = await whatIsMissing(sandbox);
  if (missing !== undefined) return fail(missing);
  const code = text.replace(/^.*:\s*/, '');
  if (await isOfThisProcess(sandbox, 'code', code)) return pass();
  if (await isOfThisProcess(sandbox, 'seal', code)) {
    return fail(`\`${code}\` is the seal. The service code is on the status page, and in no file.`);
  }
  return fail(
    `\`${code.slice(0, 40)}\` is not the code of the process in \`${CONTAINER}\`. Each start draws another one.`,
  );
}
