import type { LearnerClass } from '../shared/class-views.ts';
import { recall, remember } from './remembered.ts';

/** A class that this browser's person is in, as far as pages without a server know. It gives no right: the server knows who asks. */
export type MyClass = Pick<LearnerClass, 'id' | 'name' | 'role' | 'ownName'>;

/** As the server said last, because most pages ask nothing. */
export function myClasses(): readonly MyClass[] {
  try {
    const kept: unknown = JSON.parse(recall('drydock.classes') ?? '[]');
    return Array.isArray(kept) ? kept : [];
  } catch {
    return [];
  }
}

export function noteClasses(classes: readonly LearnerClass[]): void {
  const kept = classes.map(({ id, name, role, ownName }): MyClass => ({ id, name, role, ownName }));
  remember('drydock.classes', JSON.stringify(kept));
  for (const watcher of watchers) watcher();
}

const watchers = new Set<() => void>();

/** Calls back when the server has said which they are. */
export function onClassesNoted(watcher: () => void): void {
  watchers.add(watcher);
}

/** The class that they learn in: the one that they joined last. */
export function learnersClass(): MyClass | undefined {
  return myClasses().find(({ role }) => role === 'learner');
}
