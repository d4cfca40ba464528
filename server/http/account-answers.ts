import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AccountRequest } from '../accounts/port.ts';
import { LearnerError } from '../errors.ts';

/** An identity provider may be asked on the way. */
const ANSWER_TIMEOUT_MS = 20_000;

export function accountRequest({ headers, ip }: FastifyRequest): AccountRequest {
  return { cookie: headers.cookie, userAgent: headers['user-agent'], origin: headers.origin, address: ip };
}

const SIGN_IN_FAILED =
  'There is no account with this e-mail address and this password. Check both; who runs this Drydock can make a link with which you set a new password.';

/** The codes of the accounts' library, in our words. What is not here is our own mistake. */
const refusals: Readonly<Record<string, () => LearnerError>> = {
  INVALID_EMAIL_OR_PASSWORD: () => new LearnerError('sign-in-failed', SIGN_IN_FAILED),
  INVALID_EMAIL: () => new LearnerError('sign-in-failed', SIGN_IN_FAILED),
  INVALID_PASSWORD: () =>
    new LearnerError('sign-in-failed', 'This is not your present password. Check it, then try again.'),
  CREDENTIAL_ACCOUNT_NOT_FOUND: () =>
    new LearnerError(
      'sign-in-failed',
      'This account has no password. Who runs this Drydock can make a link that sets one.',
    ),
  USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: () => emailTaken(),
  USER_ALREADY_EXISTS: () => emailTaken(),
  FAILED_TO_CREATE_USER: () => emailTaken(),
  INVALID_TOKEN: () =>
    new LearnerError(
      'reset-invalid',
      'This link is not valid, was used already, or is older than a day. Ask whoever runs this Drydock for a new one.',
    ),
  SESSION_NOT_FRESH: () =>
    new LearnerError(
      'sign-in-stale',
      'You signed in more than a day ago. Sign out and in again, then add the passkey.',
    ),
  UNAUTHORIZED: () =>
    new LearnerError('unauthorized', 'Nobody is signed in here, or not any more. Sign in, then try again.'),
  INVALID_OAUTH_CONFIGURATION: () => providerAway(new Error('It names no addresses to sign in at.')),
  PASSKEY_NOT_FOUND: () =>
    new LearnerError(
      'passkey-failed',
      'No account here has this passkey. Sign in in another way, then add it on your account’s page.',
    ),
  CHALLENGE_NOT_FOUND: () =>
    new LearnerError(
      'passkey-failed',
      'That took longer than five minutes, or was done in another tab meanwhile. Try again.',
    ),
  AUTHENTICATION_FAILED: () =>
    new LearnerError('passkey-failed', 'The passkey was not accepted. Try again, or sign in in another way.'),
  FAILED_TO_VERIFY_REGISTRATION: () =>
    new LearnerError(
      'passkey-failed',
      'The passkey could not be added. Try again, with another device if it stays so.',
    ),
};

/** It could not be asked, or what it said is of no use. */
function providerAway(cause: unknown): LearnerError {
  return new LearnerError(
    'accounts-failed',
    'The identity provider could not be asked. Try again in a moment; if it stays so, tell whoever runs this Drydock.',
    { cause },
  );
}

/** For a question that goes to the identity provider. */
export function failAsAway(cause: unknown): never {
  throw providerAway(cause);
}

function emailTaken(): LearnerError {
  return new LearnerError(
    'email-taken',
    'There is an account with this e-mail address already. If it is yours, sign in; otherwise take another address.',
  );
}

/** What the library refused, as an error for whoever asked. */
export function refusalOf(code: string | undefined): LearnerError {
  return (
    refusals[code ?? '']?.() ??
    new LearnerError(
      'accounts-failed',
      'The server could not do this with your account, and noted it. Try again in a moment.',
      {
        cause: new Error(`The accounts' library said ${code}.`),
      },
    )
  );
}

/** Waits for the library, sets its cookies, and throws in our words what it refused. */
export async function passOn(response: Promise<Response>, reply: FastifyReply): Promise<Response> {
  const timeout = AbortSignal.timeout(ANSWER_TIMEOUT_MS);
  const late = new Promise<never>((_, reject) =>
    timeout.addEventListener('abort', () =>
      reject(
        new LearnerError('accounts-failed', 'The identity provider did not answer in time. Try again in a moment.'),
      ),
    ),
  );
  const answer = await Promise.race([response, late]);
  for (const cookie of answer.headers.getSetCookie()) reply.header('set-cookie', cookie);
  reply.header('cache-control', 'no-store');
  if (answer.status < 400) return answer;
  if (answer.status === 429) {
    const seconds = answer.headers.get('x-retry-after') ?? '60';
    throw new LearnerError('too-many', `That was often in a short time. Try again in ${seconds} seconds.`);
  }
  const body = (await answer.json().catch(() => undefined)) as { readonly code?: string } | undefined;
  throw refusalOf(body?.code);
}
