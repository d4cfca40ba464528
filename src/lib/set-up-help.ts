import { learnersClass, onClassesNoted } from './my-classes.ts';

/** For learners of a class alone, as this browser remembers: what they see of help is loaded, and hears of it. */
export function setUpHelp(): void {
  const begin = () => {
    // A page without help is still a page.
    if (learnersClass())
      void import('../islands/help-on-page.tsx').then(
        (it) => it.showHelp(),
        () => {},
      );
  };
  onClassesNoted(begin);
  begin();
}
