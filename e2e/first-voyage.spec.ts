import { expect, test } from '@playwright/test';
import { LessonPage } from './lesson-page.ts';
import { RunningDrydock } from './running-drydock.ts';

test('a learner makes a page into an image, through a reload and a restart of the server', async ({
  page,
  context,
}) => {
  await using drydock = await RunningDrydock.start();
  const lesson = new LessonPage(page);

  await test.step('from the course to lesson 6, by its links', async () => {
    await page.goto(drydock.url);
    await page
      .getByRole('link', { name: /First Dockerfile/ })
      .first()
      .click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(/First Dockerfile/);
  });

  await test.step('the terminal is at its prompt, and its docker is a real engine', async () => {
    await lesson.openTerminal();
    await lesson.expectMissing('web-app', /Write index\.html/, /index\.html/);
    await lesson.run('docker version --format "engine {{.Server.Version}}"');
    await expect(lesson.screen).toContainText(/engine 26\.1/);
  });

  await test.step('each task ticks by itself as it is done', async () => {
    await lesson.run('cd ~/web-app');
    await lesson.run("echo '<p>No heading</p>' > index.html");
    await lesson.expectMissing('web-app', /Write index\.html/, /h1/);
  });

  await test.step('a file that is saved in an editor ticks while the editor is open', async () => {
    await lesson.type('vim index.html');
    await expect(lesson.screen).toContainText('"index.html" 1L');
    await page.keyboard.type('cc<h1>Ahoy from my image</h1>');
    await page.keyboard.press('Escape');
    await page.keyboard.type(':w');
    await page.keyboard.press('Enter');
    await lesson.expectDone('web-app', /Write index\.html/);
    await expect(lesson.screen).toContainText('written');
    await page.keyboard.type(':q');
    await page.keyboard.press('Enter');
    await lesson.waitForPrompt();
  });

  await test.step('and the next by their commands', async () => {
    await lesson.run("printf 'FROM nginx:1.26\\nCOPY index.html /usr/share/nginx/html/\\n' > Dockerfile");
    await lesson.expectDone('web-app', /Write a Dockerfile/);
    await lesson.expectMissing('web-app', /Build webapp:1\.0/, /webapp:1\.0/);
    await lesson.run('docker build -q -t webapp:1.0 .');
    await lesson.expectDone('web-app', /Build webapp:1\.0/);
  });

  await test.step('a reload keeps the shell, its screen and the ticks', async () => {
    await lesson.run('voyage=first; echo "sailing in $PWD"');
    await page.reload();
    await expect(lesson.screen).toContainText('sailing in /home/learner/web-app');
    await lesson.expectDone('web-app', /Build webapp:1\.0/);
    await lesson.run('echo "still the $voyage voyage"');
    await expect(lesson.screen).toContainText('still the first voyage');
  });

  await test.step('the built page opens in the browser', async () => {
    await lesson.run('docker run -d --name web -p 8080:80 webapp:1.0');
    await lesson.expectDone('web-app', /Run a container/);
    await lesson.expectDone('web-app', /serves your/);
    await lesson.deskTab('Port 8080').click();
    const frame = page.frameLocator('iframe[title="What port 8080 serves"]');
    await expect(frame.getByRole('heading', { name: 'Ahoy from my image' })).toBeVisible();
    const opened = context.waitForEvent('page');
    await page.getByRole('link', { name: 'Open port 8080' }).click();
    const preview = await opened;
    await expect(preview.getByRole('heading', { name: 'Ahoy from my image' })).toBeVisible();
    expect(await preview.evaluate('document.cookie')).toBe('');
    await preview.close();
    await lesson.deskTab('Terminal').click();
  });

  await test.step('what is undone says so, counts, and is done again by itself', async () => {
    await lesson.run('docker stop -t 0 web');
    await lesson.expectDone('web-app', /serves your/);
    await expect(lesson.task('web-app', /serves your/)).toContainText('Undone since');
    await lesson.run('docker start web');
    await expect(lesson.task('web-app', /serves your/)).not.toContainText('Undone since');
    await lesson.expectDone('web-app', /serves your/);
  });

  await test.step('a restart of the server keeps them too, and the page goes on by itself', async () => {
    await lesson.run('course=steady');
    expect(await drydock.stop('SIGINT')).toBe(0);
    await expect(page.getByRole('status').filter({ hasText: 'Reconnecting' })).toBeVisible();
    await drydock.start();
    await expect(page.getByRole('status').filter({ hasText: 'Ready' })).toBeVisible();
    await expect(lesson.screen).toContainText('still the first voyage');
    await lesson.run('echo "course $course, $(docker ps -q | wc -l) running"');
    await expect(lesson.screen).toContainText('course steady, 1 running');
    await page.reload();
    await expect(lesson.screen).toContainText('course steady, 1 running');
    await lesson.expectDone('web-app', /serves your/);
  });

  await test.step('and after kill -9', async () => {
    expect(await drydock.stop('SIGKILL')).toBe('SIGKILL');
    await drydock.start();
    await expect(page.getByRole('status').filter({ hasText: 'Ready' })).toBeVisible();
    await lesson.run('echo "course $course after all"');
    await expect(lesson.screen).toContainText('course steady after all');
    await lesson.expectDone('web-app', /serves your/);
  });
});
