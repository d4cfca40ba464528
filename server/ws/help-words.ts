import type { HelpRefusal } from '../domain/help.ts';
import { LearnerError } from '../errors.ts';

const words: Readonly<Record<HelpRefusal, string>> = {
  over: 'This help has ended already. Raise your hand, or ask, again.',
  taken: 'Somebody else of the staff helps this learner already. Wait until they have ended, or speak with them.',
  'not-yours': 'That is for somebody else to do in this help.',
  'not-now': 'That does not fit how this help stands by now. Look at what the page says of it, then try again.',
  'too-long': 'This help has gone on for so long that no more of it is kept. End it, and begin another.',
};

export function refuseHelp(refusal: HelpRefusal): LearnerError {
  return new LearnerError(refusal === 'over' ? 'help-over' : 'help-refused', words[refusal]);
}

export const tooOften = (): LearnerError =>
  new LearnerError('too-many', 'That was often in a short time, so it was not done. Try again in a minute.');
