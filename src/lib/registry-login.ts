import { type LearnerRegistry, learnerRegistrySchema } from '../shared/registry-views.ts';
import { type Answer, askServer } from './ask-server.ts';

/** The server gives the registry three seconds; longer means that it is not there itself. */
const TIMEOUT_MS = 10_000;

/** The server gives the registry ten. */
const EMPTY_TIMEOUT_MS = 20_000;

const MIB = 1024 ** 2;

export type RegistryLoginAnswer =
  | { readonly isOk: true; readonly login: LearnerRegistry }
  | { readonly isOk: false; readonly message: string };

/** The learner's own login for the course registry. Never rejects. */
export async function readRegistryLogin(): Promise<RegistryLoginAnswer> {
  const answer = await askServer('/api/registry', { timeoutMs: TIMEOUT_MS });
  if (!answer.isOk) return { isOk: false, message: answer.message };
  const login = learnerRegistrySchema.safeParse(await answer.response.json().catch(() => undefined));
  if (login.success) return { isOk: true, login: login.data };
  return { isOk: false, message: 'The server’s answer could not be read. Reload the page.' };
}

/** Removes all that the learner has pushed. Never rejects. */
export function emptyRegistry(): Promise<Answer> {
  return askServer('/api/registry/empty', { method: 'POST', timeoutMs: EMPTY_TIMEOUT_MS });
}

/** Without the password, which would stay in the shell's history and in the list of processes: Docker asks for it. */
export function loginCommand({ address, account }: Pick<LearnerRegistry, 'address' | 'account'>): string {
  return `docker login --username ${account} ${address}`;
}

function describeMebibytes(bytes: number): string {
  const mebibytes = bytes / MIB;
  if (bytes > 0 && mebibytes < 0.1) return 'less than 0.1 MiB';
  return `${Number(mebibytes.toFixed(mebibytes < 100 ? 1 : 0))} MiB`;
}

/** How much of their room in the registry a learner uses. */
export function describeUse({ usedBytes, quotaBytes }: NonNullable<LearnerRegistry['use']>): string {
  if (usedBytes === 0) return `None of ${describeMebibytes(quotaBytes)} used yet.`;
  const isFull = usedBytes >= quotaBytes;
  const used = `${describeMebibytes(usedBytes)} of ${describeMebibytes(quotaBytes)} used.`;
  return isFull ? `${used} Nothing more can be pushed until you empty it.` : used;
}
