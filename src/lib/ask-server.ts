import * as z from 'zod/mini';

const refusalSchema = z.object({ error: z.object({ message: z.string() }) });

/** What the server said: its answer, or why there is none and what to do, in words for whoever asked. */
export type Answer =
  | { readonly isOk: true; readonly response: Response }
  /** `status` is `undefined` where nobody answered; `body` is what came as JSON. */
  | { readonly isOk: false; readonly message: string; readonly status: number | undefined; readonly body?: unknown };

/** Never rejects. `timeoutMs` covers the answer's body, too. */
export async function askServer(
  path: string,
  { timeoutMs, ...init }: RequestInit & { readonly timeoutMs: number },
): Promise<Answer> {
  try {
    const response = await fetch(path, { ...init, signal: AbortSignal.timeout(timeoutMs) });
    if (response.ok) return { isOk: true, response };
    const body: unknown = await response.json().catch(() => undefined);
    const refusal = refusalSchema.safeParse(body);
    const message = refusal.data?.error.message ?? `The server answered ${response.status}. Try again in a moment.`;
    return { isOk: false, message, status: response.status, body };
  } catch {
    const message = 'The server could not be reached. Check that Drydock is running, then try again.';
    return { isOk: false, message, status: undefined };
  }
}
