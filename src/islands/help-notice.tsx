import { staffHelp } from '../lib/staff-help.ts';
import { useStore } from './use-store.ts';

/** What came of what a member of staff did last for somebody: that it was done, or why not. */
export function HelpNotice() {
  const { problem, said } = useStore(staffHelp, (state) => state);
  if (problem !== undefined) {
    return (
      <p class="help-problem" role="alert">
        {problem}
      </p>
    );
  }
  // It was announced to who can't see it.
  return said === undefined ? null : <p class="help-said">{said}</p>;
}
