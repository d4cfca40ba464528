import type { ServerResponse } from 'node:http';

/** The distribution specification's codes that Docker puts into its own words, with the status that each goes with. */
const STATUS = {
  DENIED: 403,
  MANIFEST_UNKNOWN: 404,
  NAME_INVALID: 400,
  TOOMANYREQUESTS: 429,
  UNAUTHORIZED: 401,
  UNAVAILABLE: 503,
  UNSUPPORTED: 405,
} as const;

export type ErrorCode = keyof typeof STATUS;

/** Says no in words: Docker shows a learner the message. */
export function refuse(
  response: ServerResponse,
  code: ErrorCode,
  message: string,
  headers: Record<string, string> = {},
): void {
  sendJson(response, { errors: [{ code, message, detail: null }] }, STATUS[code], headers);
}

export function sendJson(
  response: ServerResponse,
  value: unknown,
  status = 200,
  headers: Record<string, string> = {},
): void {
  // Its request may have broken off, or been answered in part.
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const body = JSON.stringify(value);
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'docker-distribution-api-version': 'registry/2.0',
    ...headers,
  });
  response.end(response.req.method === 'HEAD' ? undefined : body);
}
