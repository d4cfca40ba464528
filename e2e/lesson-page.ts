import { expect, type Locator, type Page } from '@playwright/test';

/** A lesson as a learner meets it: its terminal and its tasks. */
export class LessonPage {
  readonly page: Page;
  /** The active terminal, and what it shows. */
  readonly terminal: Locator;
  readonly screen: Locator;
  /** A tab each terminal. */
  readonly tabs: Locator;

  constructor(page: Page) {
    this.page = page;
    this.terminal = page.locator('.terminal-pane[data-active="true"]');
    // The renderer's rows are not for readers; the terminal's own text is what both see.
    this.screen = this.terminal.locator('.xterm-rows');
    // Its list of tabs owns them, and has them not within itself.
    this.tabs = page.locator('.terminal-tabs').getByRole('tab');
  }

  async open(url: string): Promise<void> {
    await this.page.goto(url);
  }

  async openTerminal(): Promise<void> {
    await this.page.getByRole('button', { name: 'Open the terminal' }).click();
    await this.waitForPrompt();
  }

  /** A prompt at the end of what is on the screen, with nothing typed behind it. */
  async waitForPrompt(): Promise<void> {
    await expect(this.screen).toContainText(/learner:\S+\$\s*$/);
  }

  /** Types key by key into the terminal and presses Enter. */
  async type(command: string): Promise<void> {
    await this.#enter(command);
    await this.page.keyboard.press('Enter');
  }

  /** The same, and waits for the prompt after it. */
  async run(command: string): Promise<void> {
    // Before it is echoed, the prompt at the end is the one that it was typed at.
    const [lastTyped = ''] = /[ -~]{1,12}$/.exec(command) ?? [];
    const typed = new RegExp(`${lastTyped.replace(/\W/g, '.')}\\s*$`);
    await this.#enter(command);
    await expect(this.screen).toContainText(typed);
    await this.page.keyboard.press('Enter');
    await expect(this.screen).not.toContainText(typed);
    await this.waitForPrompt();
  }

  /** The tab of a terminal. */
  tab(name: string | RegExp): Locator {
    return this.page.locator('.terminal-tabs').getByRole('tab', { name });
  }

  /** The tab of what lies on the desk. */
  deskTab(name: string): Locator {
    return this.page.getByRole('tablist', { name: 'Desk' }).getByRole('tab', { name, exact: true });
  }

  async addTerminal(): Promise<void> {
    await this.page.getByRole('button', { name: 'New terminal' }).click();
    await this.waitForPrompt();
  }

  /** Chooses from the menu of the active terminal. */
  async choose(entry: string | RegExp): Promise<void> {
    await this.page.getByRole('button', { name: /: more$/ }).click();
    const menu = this.page.getByRole('menu');
    await menu
      .getByRole('menuitem', { name: entry })
      .or(menu.getByRole('menuitemcheckbox', { name: entry }))
      .click();
  }

  task(exercise: string, title: RegExp): Locator {
    return this.page.locator(`#exercise-${exercise}`).getByRole('listitem').filter({ hasText: title });
  }

  async expectDone(exercise: string, title: RegExp): Promise<void> {
    await expect(this.task(exercise, title)).toContainText('Done:');
  }

  async expectMissing(exercise: string, title: RegExp, reason: RegExp): Promise<void> {
    await expect(this.task(exercise, title)).toContainText('Not done yet:');
    await expect(this.task(exercise, title)).toContainText(reason);
  }

  async #enter(command: string): Promise<void> {
    await this.terminal.getByRole('textbox', { name: /^terminal/i }).focus();
    await this.page.keyboard.type(command);
  }
}
