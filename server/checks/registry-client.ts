import type { ReadySandbox } from '../sandbox/port.ts';

/** What a registry says of an image or of its tags is some kilobytes. */
const MAX_ANSWER_BYTES = 1024 * 1024;
const MAX_COMPLAINT_BYTES = 4 * 1024;

/** curl's own bound for an answer holds only where its length is told. */
const BOUNDED = 'set -o pipefail; curl "$@" | head -c "$0"';

/** curl's own exit codes: the name leads nowhere; nobody listens; what it writes is not read. */
const UNKNOWN_HOST = 6;
const REFUSED = 7;
const UNREAD = 23;
/** A shell's. */
const NOT_FOUND = 127;

const MAX_REDIRECTS = 3;
const MAX_TOKEN_CHARACTERS = 16 * 1024;

export interface RegistryAnswer {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/** Asks registries from where the learner's shell is, as anybody: what they may not see without a login, a check does not either. */
export function createRegistryClient(sandbox: Pick<ReadySandbox, 'exec'>, signal: AbortSignal) {
  /** `undefined` where nobody listens. */
  const curl = async (
    url: string,
    { isHead = false, accept = '', token = '' }: { isHead?: boolean; accept?: string; token?: string },
  ): Promise<RegistryAnswer | undefined> => {
    // Not by the learner's own settings, and without taking brackets in an address for a pattern.
    const args = ['-q', '-g', '-sS', '-i', '--suppress-connect-headers', '--proto', '=http,https'];
    if (isHead) args.push('-I');
    if (accept !== '') args.push('-H', `Accept: ${accept}`);
    if (token !== '') args.push('-H', `Authorization: Bearer ${token}`);
    const command = ['bash', '-c', BOUNDED, String(MAX_ANSWER_BYTES), ...args, '--url', url];
    const run = await sandbox.exec(command, { signal, maxOutputBytes: MAX_ANSWER_BYTES + MAX_COMPLAINT_BYTES });
    if (run.exitCode === REFUSED) return undefined;
    if (run.exitCode === NOT_FOUND) throw new Error('A registry can be asked only where bash and curl are installed.');
    if (run.exitCode === UNREAD) throw new Error(`${url} has more to say than ${MAX_ANSWER_BYTES} bytes.`);
    if (run.exitCode === UNKNOWN_HOST) throw new Error(`The registry of ${url} is not known here.`);
    if (run.exitCode !== 0) {
      throw new Error(`${url} could not be read: curl ended with ${run.exitCode}. ${run.stderr.toString().trim()}`);
    }
    return parseAnswer(run.stdout.toString());
  };

  /** What a registry gives to anybody who asks for it as it wants to be asked. */
  const askForToken = async (challenge: string): Promise<string> => {
    const fields = new Map([...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, key = '', value = '']) => [key, value]));
    const realm = URL.canParse(fields.get('realm') ?? '') ? new URL(fields.get('realm') ?? '') : undefined;
    if (!realm || !/^Bearer /i.test(challenge)) return '';
    for (const key of ['service', 'scope']) {
      const value = fields.get(key);
      if (value !== undefined) realm.searchParams.set(key, value);
    }
    const answer = await curl(realm.href, {});
    if (answer?.status !== 200) return '';
    const { token, access_token } = JSON.parse(answer.body) as { token?: unknown; access_token?: unknown };
    const given = token ?? access_token;
    const isUsable = typeof given === 'string' && given.length <= MAX_TOKEN_CHARACTERS && /^[\x21-\x7e]+$/.test(given);
    return isUsable ? given : '';
  };

  return {
    /** `undefined` where nobody listens. */
    async get(
      address: string,
      options: { readonly isHead?: boolean; readonly accept?: string } = {},
    ): Promise<RegistryAnswer | undefined> {
      let url = new URL(address);
      let token = '';
      for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
        let answer = await curl(url.href, { ...options, token });
        const challenge = answer?.headers.get('www-authenticate');
        if (answer?.status === 401 && token === '' && challenge !== undefined) {
          token = await askForToken(challenge);
          if (token !== '') answer = await curl(url.href, { ...options, token });
        }
        const location = answer?.headers.get('location');
        if (!answer || answer.status < 300 || answer.status >= 400 || location === undefined) return answer;
        const next = new URL(location, url);
        // A token is for the registry and not for where it keeps its layers.
        if (next.host !== url.host) token = '';
        url = next;
      }
      throw new Error(`${address} leads on and on.`);
    },
  };
}

function parseAnswer(text: string): RegistryAnswer {
  const end = text.indexOf('\r\n\r\n');
  const [first = '', ...lines] = text.slice(0, Math.max(end, 0)).split('\r\n');
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  });
  return { status: Number(first.split(' ')[1] ?? 0), headers: new Map(headers), body: text.slice(end + 4) };
}
