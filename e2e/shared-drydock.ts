import { test as base } from '@playwright/test';
import { RunningDrydock } from './running-drydock.ts';

/** For journeys that ask nothing special of a Drydock: one for all their files, started with the first of them. Every browser is another learner's; the link for the first admin is used in instructor.spec.ts. */
export const test = base.extend<object, { readonly drydock: RunningDrydock }>({
  drydock: [
    async ({}, use) => {
      await using drydock = await RunningDrydock.start();
      await use(drydock);
    },
    { scope: 'worker' },
  ],
});
