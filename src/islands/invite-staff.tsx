import { inviteStaff } from '../lib/class-requests.ts';
import { OneTimeLinks } from './one-time-links.tsx';

const NOTE =
  'Assistants and further instructors come by a link that works once: they make an account with it, or use the one that they have. Assistants see the board and help; instructors run the class as you do.';

/** For those who are to help in a class, or to run it. */
export function InviteStaff({ classId }: { readonly classId: string }) {
  const links = [
    { label: 'Link for an assistant', make: () => inviteStaff(classId, 'assistant') },
    { label: 'Link for an instructor', make: () => inviteStaff(classId, 'instructor') },
  ];
  return <OneTimeLinks note={NOTE} links={links} />;
}
