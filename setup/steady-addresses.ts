import { readFile, writeFile } from 'node:fs/promises';

/** Which address a new network interface gives itself; 1: none. */
const ADDRESS_MODE = '/proc/sys/net/ipv6/conf/default/addr_gen_mode';
const NONE = '1';

/**
 * Until it is disposed of, new network interfaces give themselves no IPv6 address, which nothing here uses. Each sandbox has such an interface on this machine, and a browser
 * breaks off what it is loading whenever the machine's addresses change (`ERR_NETWORK_CHANGED`). Who may not set this goes without.
 */
export async function keepAddressesSteady(): Promise<AsyncDisposable> {
  const before = await readFile(ADDRESS_MODE, 'utf8').catch(() => undefined);
  const isSet =
    before !== undefined &&
    (await writeFile(ADDRESS_MODE, NONE).then(
      () => true,
      () => false,
    ));
  return {
    async [Symbol.asyncDispose]() {
      if (isSet) await writeFile(ADDRESS_MODE, before);
    },
  };
}
