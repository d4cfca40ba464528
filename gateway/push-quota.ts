import { Transform } from 'node:stream';

/** What has been measured is measured again after this time, as soon as the account sends nothing. */
const MEASURED_FOR_MS = 5_000;

export class QuotaExceededError extends Error {
  override readonly name = 'QuotaExceededError';
}

interface Account {
  usedBytes: number;
  measuredAt: number;
  sending: number;
  measuring?: Promise<void> | undefined;
}

interface PushQuotaOptions {
  readonly quotaBytes: number;
  /** Bytes that an account has stored. */
  readonly measure: (account: string) => Promise<number>;
  readonly now: () => number;
}

/** Holds what each account sends against its quota, byte by byte: a layer's size is not known before its end. */
export class PushQuota {
  readonly #accounts = new Map<string, Account>();
  readonly #options: PushQuotaOptions;

  constructor(options: PushQuotaOptions) {
    this.#options = options;
  }

  get quotaBytes(): number {
    return this.#options.quotaBytes;
  }

  /** Much of it has been removed: it is measured anew. */
  forget(name: string): void {
    const account = this.#accounts.get(name);
    if (account) account.measuredAt = Number.NEGATIVE_INFINITY;
  }

  async usedBytes(name: string): Promise<number> {
    return (await this.#fresh(name)).usedBytes;
  }

  /**
   * Through it goes what an account sends. Rejects, or breaks off with `QuotaExceededError`, when that would be more than it may keep; what is sent at the
   * same time by several ways counts together.
   */
  async meter(name: string): Promise<Transform> {
    const account = await this.#fresh(name);
    const { quotaBytes } = this.#options;
    if (account.usedBytes >= quotaBytes) throw new QuotaExceededError();
    account.sending += 1;
    const transform = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        account.usedBytes += chunk.length;
        if (account.usedBytes > quotaBytes) done(new QuotaExceededError());
        else done(null, chunk);
      },
    });
    transform.once('close', () => {
      account.sending -= 1;
    });
    return transform;
  }

  async #fresh(name: string): Promise<Account> {
    const { measure, now } = this.#options;
    let account = this.#accounts.get(name);
    if (!account) {
      account = { usedBytes: 0, measuredAt: Number.NEGATIVE_INFINITY, sending: 0 };
      this.#accounts.set(name, account);
    }
    // What is on its way is counted already, and not yet to be measured.
    if (account.sending > 0 || now() - account.measuredAt < MEASURED_FOR_MS) {
      await account.measuring;
      return account;
    }
    const measured = account;
    measured.measuring ??= measure(name)
      .then((bytes) => {
        if (measured.sending > 0) return;
        measured.usedBytes = bytes;
        measured.measuredAt = now();
      })
      .finally(() => {
        measured.measuring = undefined;
      });
    await measured.measuring;
    return measured;
  }
}
