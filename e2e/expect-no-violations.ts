import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

interface Look {
  /** A selector of what is looked at; the whole page where it is left out. */
  readonly within?: string;
}

/** That axe finds nothing, in the theme that the page has. `where` is told where it does. */
export async function expectNoViolations(page: Page, where: string, { within }: Look = {}): Promise<void> {
  // What is well is not described, and no second page is opened to put frames' results together: a third of the time. Frames of other origins, a learner's own, are left out.
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] });
  const { violations } = await (within === undefined ? axe : axe.include(within)).analyze();
  expect(
    violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
    where,
  ).toEqual([]);
}

/** The same in both themes, one after the other. */
export async function expectNoViolationsInThemes(page: Page, where: string, look: Look = {}): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await expectNoViolations(page, `${where}, ${colorScheme}`, look);
  }
}
