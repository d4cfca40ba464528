import { fail, type SandboxView, type Verdict } from '../../src/shared/exercise/index.ts';

/** What to say where the engine has no image of that name. */
export async function missing(sandbox: SandboxView, reference: string): Promise<Verdict> {
  const others = (await sandbox.images()).flatMap(({ tags }) => tags).filter((tag) => /\bharbour\b/.test(tag));
  const has =
    others.length === 0 ? 'It has none named `harbour`.' : `It has ${others.map((tag) => `\`${tag}\``).join(', ')}.`;
  return fail(`Your engine has no image \`${reference}\` yet. ${has}`.slice(0, 300));
}
