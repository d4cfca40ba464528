import type { OwnMachineView } from '../../src/shared/own-machine-views.ts';
import type { Agreements } from './agreements.ts';
import type { SecretToken } from './secret-token.ts';

/** What the server must know to work on the machine of the one person who uses it. */
export interface OwnMachine {
  readonly token: SecretToken;
  readonly agreements: Agreements;
  /** Where exercises are, as a person would write it. */
  readonly folder: string;
  describe(): Promise<Omit<OwnMachineView, 'isAgreed'>>;
}
