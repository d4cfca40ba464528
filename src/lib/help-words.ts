import type { HelpEnd, LearnerHelp } from '../shared/help-views.ts';

const ordinals = new Intl.PluralRules('en', { type: 'ordinal' });
const suffixes: Readonly<Record<string, string>> = { one: 'st', two: 'nd', few: 'rd', other: 'th' };

/** 1st, 2nd, 3rd. */
export function ordinal(place: number): string {
  return `${place}${suffixes[ordinals.select(place)]}`;
}

/** What is known of a raised hand, and no more. */
export function describeHand({ ahead, told, helper }: Pick<LearnerHelp, 'ahead' | 'told' | 'helper'>): string {
  if (helper !== null) return `${helper} asks to look at your terminal.`;
  const place = ahead === 0 ? 'You are next.' : `You are ${ordinal(ahead + 1)} in the class.`;
  if (told.length === 0) return `${place} No instructor has the list open right now; it waits for them.`;
  return `${place} ${listNames(told)} ${told.length === 1 ? 'has' : 'have'} the list open.`;
}

/** In the learner's words. */
export function describeEnd(reason: HelpEnd, helper: string | null): string {
  const who = helper ?? 'An instructor';
  switch (reason) {
    case 'learner':
      return helper ? `You ended it. ${who} sees nothing of yours any more.` : 'Your hand is down.';
    case 'helper':
      return helper
        ? `${who} has ended it, and sees nothing of yours any more.`
        : 'Your instructors took your hand down: ask them, or raise it again.';
    case 'declined':
      return `You declined. ${who} has seen nothing.`;
    case 'left':
      return 'You have left the class, so nobody of it sees anything of yours any more.';
    case 'not-allowed':
      return `${who} may not help in this class any more, and sees nothing of yours.`;
    case 'away':
      return helper
        ? `One of you was away for minutes, so it has ended. ${who} sees nothing of yours any more.`
        : 'You were away for long, so your hand is down.';
  }
}

/** The same in the helper's words. */
export function describeEndToHelper(reason: HelpEnd, learner: string): string {
  switch (reason) {
    case 'learner':
      return `${learner} has ended it.`;
    case 'helper':
      return 'You ended it.';
    case 'declined':
      return `${learner} would rather not show it now.`;
    case 'left':
      return `${learner} has left the class.`;
    case 'not-allowed':
      return 'You may not help in this class any more.';
    case 'away':
      return 'One of you was away for three minutes, so it has ended.';
  }
}

const lists = new Intl.ListFormat('en', { type: 'conjunction' });
function listNames(names: readonly string[]): string {
  return lists.format(names);
}
