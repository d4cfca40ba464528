import { fail, type ImageView, pass, type SandboxView, type Verdict } from '../../src/shared/exercise/index.ts';
import { DATABASE, NONROOT, SETTING } from './names.ts';

interface Asked {
  readonly text: string;
  readonly image: ImageView;
}

/** The answer, without quotes and brackets that were copied with it, and the image that it is about. */
async function asked(sandbox: SandboxView, reference: string, what: string): Promise<Asked | Verdict> {
  const text = await sandbox.answer();
  const image = await sandbox.image(reference);
  if (!image) return fail(`Your engine has no \`${reference}\` to ask. Pull it first.`);
  if (text === undefined) return fail(`No ${what} of \`${reference}\` has been entered yet.`);
  return { text: text.replace(/^[["'{]+|[\]"'}]+$/g, ''), image };
}

function about(reference: string, what: string, decide: (asked: Asked) => Verdict) {
  return async (sandbox: SandboxView): Promise<Verdict> => {
    const found = await asked(sandbox, reference, what);
    return 'kind' in found ? found : decide(found);
  };
}

const quoted = (text: string) => `"${text.slice(0, 40)}"`;

export const checkPort = about(DATABASE, 'port', ({ text, image }) => {
  const numbers = image.exposedPorts.map((port) => port.replace(/\/.*$/, ''));
  const [number, second] = text.match(/\d+/g) ?? [];
  if (number !== undefined && second === undefined && numbers.includes(number)) return pass();
  if (number === undefined) return fail(`A port is a number. It was ${quoted(text)}.`);
  return fail(
    `\`${DATABASE}\` notes ${numbers.length} port, and it is not ${quoted(text)}. See \`.Config.ExposedPorts\`.`,
  );
});

export const checkCommand = about(DATABASE, 'command', ({ text, image }) => {
  if (text === image.cmd.join(' ') || text === JSON.stringify(image.cmd)) return pass();
  if (image.entrypoint.includes(text) || text === image.entrypoint.join(' ')) {
    return fail(
      `${quoted(text)} is the entrypoint: it runs first, and gets the command as its words. The command is under \`.Config.Cmd\`.`,
    );
  }
  return fail(`${quoted(text)} is not what \`.Config.Cmd\` of \`${DATABASE}\` says. It has ${image.cmd.length} word.`);
});

export const checkSetting = about(DATABASE, SETTING, ({ text, image }) => {
  const value = image.env.find((variable) => variable.startsWith(`${SETTING}=`))?.slice(SETTING.length + 1);
  if (text.replace(/\/$/, '') === value) return pass();
  if (text === `${SETTING}=${value}`)
    return fail(`That is the whole entry. Only what stands behind \`${SETTING}=\` is asked for.`);
  if (!text.startsWith('/')) return fail(`A folder begins with \`/\`. It was ${quoted(text)}.`);
  return fail(
    `${quoted(text)} is not it. \`${DATABASE}\` has ${image.env.length} variables, and one is \`${SETTING}\`.`,
  );
});

export const checkUser = about(NONROOT, 'user', ({ text, image }) => {
  if (text === image.user) return pass();
  if (text === 'nonroot')
    return fail('`nonroot` is the tag: what somebody called it. `.Config.User` says what the image really has.');
  if (/^(root|0)$/.test(text)) return fail('An empty `.Config.User` would mean root. Here it is not empty.');
  return fail(`${quoted(text)} is not what \`.Config.User\` of \`${NONROOT}\` says.`);
});

export const checkCreated = about(DATABASE, 'day', ({ text, image }) => {
  const day = image.createdAt.slice(0, 'yyyy-mm-dd'.length);
  if (text === day || text === image.createdAt) return pass();
  if (!/^\d{4}-\d{2}-\d{2}/.test(text))
    return fail(`Enter the day as in 2026-01-31: year, month, day. It was ${quoted(text)}.`);
  return fail(`${quoted(text)} is not the day that \`.Created\` of \`${DATABASE}\` says. The time there is UTC.`);
});
