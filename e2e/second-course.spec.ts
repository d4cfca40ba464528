import { expect, test } from '@playwright/test';
import { LessonPage } from './lesson-page.ts';
import { RunningDrydock } from './running-drydock.ts';

const COURSE = 'Shell Basics, hands-on';

test('a course that is not about Docker: its pages name it, and its exercise is done to the last tick', async ({
  page,
  request,
}) => {
  await using drydock = await RunningDrydock.start({ env: { DRYDOCK_COURSE: 'shell-basics' } });
  const lesson = new LessonPage(page);

  await test.step('every page names the course, and none names another', async () => {
    for (const path of ['/', '/lessons/permissions/', '/instructor/', '/no-such-page/']) {
      await page.goto(`${drydock.url}${path}`);
      await expect(page.getByRole('banner')).toContainText(COURSE);
      expect(await page.content()).not.toMatch(/Docker Images|image layers/);
    }
    await page.goto(drydock.url);
    await expect(page).toHaveTitle(`${COURSE} · Drydock`);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(COURSE);
    await expect(page.getByText('2 lessons', { exact: true })).toBeVisible();
    await expect(page.getByText('image', { exact: false })).toHaveCount(0);
  });

  await test.step('it has its own lessons and exercises, and no others', async () => {
    const built = await (await request.get(`${drydock.url}/course.json`)).json();
    expect(built).toEqual({
      id: 'shell-basics',
      title: COURSE,
      exercises: ['harbour-log', 'who-may-read'],
      lessons: [
        { slug: 'files-and-folders', exercises: ['harbour-log'] },
        { slug: 'permissions', exercises: ['who-may-read'] },
      ],
    });
    expect((await request.get(`${drydock.url}/lessons/layers/`)).status()).toBe(404);
  });

  await test.step('from the first page to its exercise', async () => {
    await page.getByRole('link', { name: 'Files and folders', exact: true }).click();
    await expect(page).toHaveTitle(`Files and folders · ${COURSE}`);
    await lesson.openTerminal();
    await lesson.expectMissing('harbour-log', /Copy the folder/, /no backup in ~\/harbour-log yet/);
  });

  await test.step('its tasks tick by files, and say what is missing', async () => {
    await lesson.run('cd ~/harbour-log && cp log backup');
    await lesson.expectMissing(
      'harbour-log',
      /Copy the folder/,
      /There is no backup|by itself cp does not copy folders/,
    );
    await lesson.run('cp -r log backup');
    await lesson.expectDone('harbour-log', /Copy the folder/);
    await lesson.run('grep -h late log/monday.txt > late.txt');
    await lesson.expectMissing('harbour-log', /Put all late ships/, /has 2 of the 5 late ships/);
    await lesson.run('grep -h late log/*.txt > late.txt');
    await lesson.expectDone('harbour-log', /Put all late ships/);
  });

  await test.step('the last one by an answer', async () => {
    const task = lesson.task('harbour-log', /How many ships/);
    await task.getByLabel('Late ships, both days').fill('2');
    await task.getByRole('button', { name: 'Answer' }).click();
    await expect(task).toContainText('2 came late in monday.txt alone.');
    await task.getByLabel('Late ships, both days').fill('5');
    await task.getByRole('button', { name: 'Answer' }).click();
    await lesson.expectDone('harbour-log', /How many ships/);
    await expect(page.locator('#exercise-harbour-log')).toContainText('All done.');
  });
});

test('a course that there is not is refused with those that there are', async () => {
  await expect(RunningDrydock.start({ env: { DRYDOCK_COURSE: 'shell-basis' } })).rejects.toThrow(
    /There is no course "shell-basis".*Set DRYDOCK_COURSE to one of docker-images, shell-basics/,
  );
});
