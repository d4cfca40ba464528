import { type LearnerCertificates, learnerCertificatesSchema } from '../shared/certificate.ts';
import { askServer } from './ask-server.ts';
import { recall } from './remembered.ts';

/** The server answers from its own disk; longer means that it is not there. */
const TIMEOUT_MS = 10_000;

export type CertificatesAnswer =
  | { readonly kind: 'read'; readonly certificates: LearnerCertificates['certificates'] }
  /** Nothing was done in this browser. */
  | { readonly kind: 'unknown' }
  /** `message` says why there is no answer, and what to do. */
  | { readonly kind: 'failed'; readonly message: string };

/** Never rejects. Asks nothing for a browser that was never at work here. */
export async function readCertificates(): Promise<CertificatesAnswer> {
  if (recall('drydock.known') === undefined) return { kind: 'unknown' };
  const answer = await askServer('/api/certificates', { timeoutMs: TIMEOUT_MS });
  if (!answer.isOk) return answer.status === 401 ? { kind: 'unknown' } : { kind: 'failed', message: answer.message };
  const read = learnerCertificatesSchema.safeParse(await answer.response.json().catch(() => undefined));
  if (read.success) return { kind: 'read', certificates: read.data.certificates };
  return { kind: 'failed', message: 'The server’s answer could not be read. Reload the page, then try again.' };
}
