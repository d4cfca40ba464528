import type { Role } from '../shared/views.ts';
import { recall, remember } from './remembered.ts';

/** The header's link to the instructor's page is for instructors. It gives no right: the server knows who asks. */
function showLink(role: string | undefined): void {
  const link = document.getElementById('instructor-link');
  if (link) link.hidden = role !== 'instructor' && role !== 'admin';
}

/** As the server said last, because most pages ask nothing. */
export function showRememberedRole(): void {
  showLink(recall('drydock.role'));
}

export function noteRole(role: Role): void {
  remember('drydock.role', role);
  showLink(role);
}
