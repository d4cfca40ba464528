import { type SandboxId, sandboxIdSchema } from '../../src/shared/ids.ts';
import { SingleFlight } from '../domain/single-flight.ts';
import type { Errand, PersonalRecords } from '../storage/record-port.ts';

export interface ErrandOptions {
  readonly personal: Pick<PersonalRecords, 'errands' | 'finish'>;
  /** Removes a sandbox, its disk and what its terminals showed; one that is gone already is no error. */
  readonly removeSandbox: (id: SandboxId) => Promise<void>;
  /** Removes what an account pushed. `undefined` where there is no course registry. */
  readonly emptyAccount: ((account: string) => Promise<void>) | undefined;
  readonly onError: (error: unknown, context: object) => void;
}

/** Removes what deleted people left outside of the store. One that fails is left for the next time, and keeps none of the others. */
export function createErasureErrands({ personal, removeSandbox, emptyAccount, onError }: ErrandOptions) {
  const run = async ({ kind, subject }: Errand): Promise<void> => {
    if (kind === 'sandbox') await removeSandbox(sandboxIdSchema.parse(subject));
    else await emptyAccount?.(subject);
  };
  const flight = new SingleFlight(async () => {
    const errands = await personal.errands().catch((error: unknown) => {
      onError(error, {});
      return [];
    });
    for (const errand of errands) {
      try {
        await run(errand);
        await personal.finish(errand);
      } catch (error) {
        onError(error, { errand: errand.kind });
      }
    }
  });
  return { run: () => flight.run() };
}
