import { z } from 'zod';
import type { PullMeter } from '../server/registry/port.ts';
import { remembered } from './remembered.ts';

export type PublicLimit = NonNullable<PullMeter['publicLimit']>;

/** Docker Hub's own repository for this question: asking for its head costs no pull. */
const QUESTION = '/v2/ratelimitpreview/test/manifests/latest';
const ANSWER_TIMEOUT_MS = 5_000;
/** Instructors' pages ask every few seconds. */
const KNOWN_FOR_MS = 60_000;

const tokenSchema = z.object({ token: z.string() });

/** Asks the public registry what is left for this address; `undefined` where it can't be reached or says nothing. */
export function createPublicLimit(upstream: URL, now: () => number): () => Promise<PublicLimit | undefined> {
  return remembered(KNOWN_FOR_MS, now, () => ask(new URL(QUESTION, upstream)).catch(() => undefined));
}

async function ask(url: URL): Promise<PublicLimit | undefined> {
  const signal = AbortSignal.timeout(ANSWER_TIMEOUT_MS);
  let answer = await fetch(url, { method: 'HEAD', signal });
  const challenge = answer.headers.get('www-authenticate');
  if (answer.status === 401 && challenge !== null) {
    const token = await anonymousToken(challenge, signal);
    answer = await fetch(url, { method: 'HEAD', signal, headers: { authorization: `Bearer ${token}` } });
  }
  return readPublicLimit(answer.headers);
}

async function anonymousToken(challenge: string, signal: AbortSignal): Promise<string> {
  const { realm, ...asked } = Object.fromEntries(
    [...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value] as const),
  );
  const url = new URL(realm ?? '');
  for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value);
  return tokenSchema.parse(await (await fetch(url, { signal })).json()).token;
}

/** From `ratelimit-limit: 100;w=21600` and `ratelimit-remaining: 76;w=21600`. */
export function readPublicLimit(headers: Headers): PublicLimit | undefined {
  const [limit, windowSeconds] = readFigure(headers.get('ratelimit-limit'));
  const [remaining] = readFigure(headers.get('ratelimit-remaining'));
  return limit === undefined || windowSeconds === undefined || remaining === undefined
    ? undefined
    : { limit, remaining, windowSeconds };
}

function readFigure(header: string | null): readonly [number?, number?] {
  const found = /^(\d+);w=(\d+)/.exec(header ?? '');
  return found ? [Number(found[1]), Number(found[2])] : [];
}
