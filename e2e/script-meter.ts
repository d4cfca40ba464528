import type { Page } from '@playwright/test';

/** Bytes of script that a page has got since, as they travel, without headers and past the browser's cache. */
export interface ScriptMeter {
  readonly bytes: number;
  stop(): Promise<void>;
}

export async function meterScripts(page: Page): Promise<ScriptMeter> {
  const client = await page.context().newCDPSession(page);
  await client.send('Network.enable');
  await client.send('Network.setCacheDisabled', { cacheDisabled: true });
  const scripts = new Set<string>();
  let bytes = 0;
  client.on('Network.responseReceived', ({ requestId, type }) => {
    if (type === 'Script') scripts.add(requestId);
  });
  client.on('Network.dataReceived', ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) bytes += encodedDataLength;
  });
  return {
    get bytes() {
      return bytes;
    },
    stop: () => client.detach(),
  };
}
