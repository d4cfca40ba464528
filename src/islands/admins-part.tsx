import { useEffect, useState } from 'preact/hooks';
import { invitePerson } from '../lib/class-requests.ts';
import { fetchKnownMe } from '../lib/me.ts';
import { OneTimeLinks } from './one-time-links.tsx';
import { ResetPassword } from './reset-password.tsx';

const NOTE =
  'Instructors make classes; admins do everything, this too. Each comes by a link that works once, and makes an account with it or uses the one that they have.';

/** For admins: further instructors and admins of the whole Drydock, and new passwords. Others see nothing of it, and the server knows who asks. */
export function AdminsPart() {
  const [isAdmin, setAdmin] = useState(false);
  useEffect(() => {
    void fetchKnownMe().then((me) => setAdmin(me?.role === 'admin'));
  }, []);
  if (!isAdmin) return null;
  const links = [
    { label: 'Link for an instructor', make: () => invitePerson('instructor') },
    { label: 'Link for an admin', make: () => invitePerson('admin') },
  ];
  return (
    <>
      <section class="class-section" aria-labelledby="invite-people">
        <h2 id="invite-people">Instructors and admins</h2>
        <OneTimeLinks note={NOTE} links={links} />
      </section>
      <ResetPassword />
    </>
  );
}
