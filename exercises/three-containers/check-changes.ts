import { type FileChange, fail, pass, type SandboxView, type Verdict } from '../../src/shared/exercise/index.ts';
import { counted } from '../counted.ts';
import { ADDED, CHANGED, CONTAINERS, DELETED, WEB_ROOT } from './names.ts';

const LETTER = { added: 'A', deleted: 'D', modified: 'C' } as const;

/** The change is in this container, and in none of the others. */
function onlyIn(owner: (typeof CONTAINERS)[number], kind: FileChange['kind'], path: string) {
  return async (sandbox: SandboxView): Promise<Verdict> => {
    const containers = await sandbox.containers();
    if (!containers.some(({ name }) => name === owner)) return fail(`There is no container \`${owner}\` yet.`);
    const of = async (name: string) => (await sandbox.changes(name)).filter((change) => change.path === path);
    const [own] = await of(owner);
    if (own?.kind === kind) {
      for (const name of CONTAINERS.filter((each) => each !== owner)) {
        const [other] = await of(name);
        if (other?.kind === kind) {
          return fail(
            `\`${owner}\` has it, and \`${name}\` too: \`docker diff ${name}\` has \`${LETTER[kind]} ${path}\`. Each of the three is to have its own change.`,
          );
        }
      }
      return pass();
    }
    if (own)
      return fail(`\`docker diff ${owner}\` has \`${LETTER[own.kind]} ${path}\`, where \`${LETTER[kind]}\` should be.`);
    for (const name of CONTAINERS.filter((each) => each !== owner)) {
      const [other] = await of(name);
      if (other?.kind === kind)
        return fail(`\`${name}\` has \`${LETTER[kind]} ${path}\`. It should be \`${owner}\` that has it.`);
    }
    const near = (await sandbox.changes(owner)).filter((change) => change.path.startsWith(`${WEB_ROOT}/`));
    const seen =
      near.length === 0
        ? ''
        : ` There it has ${near.map((change) => `\`${change.path.slice(WEB_ROOT.length + 1)}\``).join(', ')}.`;
    return fail(
      `\`docker diff ${owner}\` shows ${counted(near.length, 'change')} below \`${WEB_ROOT}\`, and not \`${LETTER[kind]} ${path}\`.${seen}`,
    );
  };
}

export const checkAdded = onlyIn('red', 'added', ADDED);
export const checkDeleted = onlyIn('green', 'deleted', DELETED);
export const checkChanged = onlyIn('blue', 'modified', CHANGED);
