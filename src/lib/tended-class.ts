import { fetchMe } from './me.ts';
import { type MyClass, myClasses } from './my-classes.ts';
import { recall, remember } from './remembered.ts';

/** A class whose staff this browser's person is, or that they run as an admin: then nothing but its id is known here. */
export type TendedClass = Pick<MyClass, 'id' | 'role'> & { readonly name?: string };

function look(classId: string | undefined): TendedClass | undefined {
  const tended = myClasses().filter(({ role }) => role !== 'learner');
  // The list of hands is of all classes: it goes with the one that was seen last.
  const wanted = classId ?? recall('drydock.tended-class');
  const found = tended.find(({ id }) => id === wanted);
  if (found) return found;
  if (classId === undefined) return tended[0];
  const isAdmin = recall('drydock.role') === 'admin';
  return isAdmin ? { id: classId as MyClass['id'], role: 'instructor' } : undefined;
}

/** As this browser remembers, else as the server says; `undefined` for whoever is none of its staff. `classId` is left out where a page is of no class in particular. */
export async function findTendedClass(classId: string | undefined): Promise<TendedClass | undefined> {
  const known = look(classId);
  const found =
    known ??
    (await fetchMe().then(
      () => look(classId),
      () => undefined,
    ));
  if (found) remember('drydock.tended-class', found.id);
  return found;
}
