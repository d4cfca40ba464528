import { bridgeName, networkName } from '../domain/docker-names.ts';
import type { InternetAccess } from '../domain/internet-access.ts';

export interface NetworkNames {
  readonly network: string;
  /** The network's interface on the host: at most 15 characters. */
  readonly bridge: string;
}

/** Each setting has a network of its own: a network can't be opened or closed once it is made. */
export function networkNames(installation: string, internet: InternetAccess): NetworkNames {
  switch (internet) {
    case 'registry-only':
      return { network: networkName(installation), bridge: bridgeName(installation) };
    case 'open':
      return { network: `${networkName(installation)}-open`, bridge: `ddo-${installation}` };
  }
}
