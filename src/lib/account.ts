import type { NewAccount } from '../shared/account-views.ts';
import { type Answer, askServer } from './ask-server.ts';
import { remember } from './remembered.ts';

/** A password's hash takes its time, and an identity provider may be asked on the way. */
const TIMEOUT_MS = 30_000;

/** Sends JSON. */
export function send(path: string, body: unknown = {}): Promise<Answer> {
  return askServer(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    timeoutMs: TIMEOUT_MS,
  });
}

export function ask(path: string): Promise<Answer> {
  return askServer(path, { timeoutMs: TIMEOUT_MS });
}

/** What went wrong, in words; `undefined` where it is done. */
export async function problemOf(answer: Promise<Answer>): Promise<string | undefined> {
  const said = await answer;
  return said.isOk ? undefined : said.message;
}

export const makeAccount = (account: NewAccount) => problemOf(send('/api/account', account));
export const signIn = (email: string, password: string) => problemOf(send('/api/sign-in', { email, password }));

/** Leaves for the identity provider, which sends the browser back to `back`. */
export async function leaveForProvider(back: string): Promise<string | undefined> {
  // Whoever comes back is to be asked who they are.
  remember('drydock.known', 'yes');
  return leave(send('/api/sign-in/provider', { back }));
}

/** The same, to connect the account that is signed in with it. */
export async function connectProvider(): Promise<string | undefined> {
  return leave(send('/api/account/connect'));
}

async function leave(asked: Promise<Answer>): Promise<string | undefined> {
  const answer = await asked;
  if (!answer.isOk) return answer.message;
  const { url } = (await answer.response.json()) as { url: string };
  location.assign(url);
  return undefined;
}

/** Where somebody was who pressed "Sign in" in a page's header. */
export function cameFrom(): string {
  try {
    const { origin, pathname, hash } = new URL(document.referrer);
    const isPage = origin === location.origin && !/^\/(sign-in|invite|new-password)\//.test(pathname);
    return isPage ? pathname + hash : '/';
  } catch {
    return '/';
  }
}

/** The token of a one-time link: behind `#`, where it reaches no server's log. */
export function linkToken(): string {
  return location.hash.slice(1);
}
