import { expect, onTestFinished, test } from 'vitest';
import { learnerIdSchema, sandboxIdSchema } from '../../src/shared/ids.ts';
import { type Change, FINISHED_COMMAND } from '../checks/changes.ts';
import type { Workbench } from '../checks/workbench.ts';
import type { LearnerSandbox } from '../fleet/learner-sandboxes.ts';
import { Workbenches, type WorkbenchesOptions } from './workbenches.ts';

const ada = learnerIdSchema.parse('a'.repeat(32));
const ben = learnerIdSchema.parse('b'.repeat(32));
const sandboxOfBen = sandboxIdSchema.parse('b'.repeat(16));
const nobody = { onWaiting: () => {}, onLife: () => {} };

/** A fleet with a place for everybody but Ada, who waits in the line. */
function openWorkbenches() {
  const noted: Change[] = [];
  const woken: string[] = [];
  const nothing = { [Symbol.dispose]: () => {} };
  const options = {
    sandboxes: {
      open: (learner: string) =>
        learner === ada
          ? new Promise<LearnerSandbox>(() => {})
          : Promise.resolve({ row: { id: sandboxOfBen } } as LearnerSandbox),
      wake: async ({ id }: { readonly id: string }) => void woken.push(id),
    },
    fleet: { attend: () => nothing, listen: () => nothing, use: () => {} },
    create: () => ({ note: (change: Change) => void noted.push(change), ...nothing }) as unknown as Workbench,
  } as unknown as WorkbenchesOptions;
  const workbenches = new Workbenches(options);
  onTestFinished(() => workbenches[Symbol.dispose]());
  return { workbenches, noted, woken };
}

test('what is noted in one learner’s sandbox does not wait for another who has none yet', async () => {
  const { workbenches, noted } = openWorkbenches();
  workbenches.visit(ada, nobody);
  await workbenches.visit(ben, nobody).bench;
  workbenches.note(sandboxOfBen, FINISHED_COMMAND, true);
  expect(noted).toEqual([FINISHED_COMMAND]);
});

test('nothing is noted in a sandbox that no page looks at any more', async () => {
  const { workbenches, noted } = openWorkbenches();
  await workbenches.visit(ben, nobody).bench;
  workbenches[Symbol.dispose]();
  workbenches.note(sandboxOfBen, FINISHED_COMMAND, true);
  expect(noted).toEqual([]);
});

test('a page that comes to a kept workbench has the sandbox looked at again: what its learner is allowed may have changed', async () => {
  const { workbenches, woken } = openWorkbenches();
  await workbenches.visit(ben, nobody).bench;
  expect(woken).toEqual([]);
  await workbenches.visit(ben, nobody).bench;
  expect(woken).toEqual([sandboxOfBen]);
});
