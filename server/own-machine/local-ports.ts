import type { PreviewAddresses } from '../http/preview-address.ts';

/** What a container publishes is where its person expects it. Nothing has to be relayed, and it shares no cookie with the platform's own name. */
export const localPorts: PreviewAddresses = {
  frameSource: 'http://localhost:*',
  url: ({ port }) => `http://localhost:${port}/`,
  parse: () => undefined,
};
