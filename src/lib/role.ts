import type { LearnerMe } from '../shared/views.ts';
import { forget, recall, remember } from './remembered.ts';

/** The header's link to the instructor's page is for staff, and the one to the account bears its name. They give no right: the server knows who asks. */
function showLinks(role: string | undefined, name: string | undefined): void {
  const instructor = document.getElementById('instructor-link');
  if (instructor) instructor.hidden = role === undefined || role === 'learner';
  const account = document.querySelector<HTMLAnchorElement>('#account-link');
  if (!account) return;
  account.href = name === undefined ? '/sign-in/' : '/account/';
  const label = account.querySelector('span');
  if (label) label.textContent = name ?? 'Sign in';
  account.title = name === undefined ? 'Sign in' : `Your account: ${name}`;
}

/** As the server said last, because most pages ask nothing. */
export function showRememberedRole(): void {
  showLinks(recall('drydock.role'), recall('drydock.account'));
}

export function noteRole({ role, account }: Pick<LearnerMe, 'role' | 'account'>): void {
  remember('drydock.role', role);
  if (account) remember('drydock.account', account.name);
  else forget('drydock.account');
  showLinks(role, account?.name);
}
