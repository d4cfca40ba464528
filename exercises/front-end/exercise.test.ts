import { describe, expect, test } from 'vitest';
import { fail, pass } from '../../src/shared/exercise/index.ts';
import { checkTask, type HandBuilt, handBuiltSandbox, imageOf } from '../hand-built-sandbox.ts';
import exercise from './exercise.ts';

const NODE = imageOf('n', ['harbour:node'], [], 180_000_000);
const WEB = { ...imageOf('w', ['harbour:web'], [], 15_000_000), cmd: ['nginx', '-g', 'daemon off;'] };

function check(taskId: string, state: HandBuilt) {
  return checkTask(exercise, taskId, handBuiltSandbox({ images: [NODE, WEB], ...state }));
}

function failing(reason: RegExp) {
  return fail(expect.stringMatching(reason) as string);
}

test('a web server without Node in its history passes', async () => {
  const built = { createdBy: 'RUN /bin/sh -c npm run build # buildkit', sizeBytes: 1, comment: '' };
  expect(await check('web', {})).toEqual(pass());
  expect(await check('web', { history: { 'harbour:web': [built] } })).toEqual(failing(/npm in its history/));
  expect(await check('web', { images: [{ ...WEB, cmd: ['npm', 'start'] }] })).toEqual(failing(/starts `npm start`/));
});

describe('page', () => {
  const serving = {
    id: 'c',
    name: 'harbour',
    image: 'harbour:web',
    imageId: WEB.id,
    state: 'running',
    ports: [{ containerPort: 80, hostPort: 8090, protocol: 'tcp' as const }],
  };
  const page = (body: string) => check('page', { containers: [serving], pages: { 8090: { status: 200, body } } });

  test('tells the built page from the source and from that of nginx', async () => {
    expect(await page('<meta name="generator" content="sailmaker 1.0.0">')).toEqual(pass());
    expect(await page('<h1>Harbour</h1>')).toEqual(failing(/`src\/index.html` as it was written, 16 characters/));
    expect(await page('<h1>Welcome to nginx!</h1>')).toEqual(failing(/nginx's own page/));
    expect(await check('page', {})).toEqual(failing(/No running container/));
  });
});

describe('times', () => {
  const answer = (text: string) => check('times', { answer: text });

  test('accepts rounding, and tells shares and differences apart', async () => {
    expect(await answer('12')).toEqual(pass());
    expect(await answer('11,8')).toEqual(pass());
    expect(await answer('0.083')).toEqual(failing(/share that is left\. Divide the other way/));
    expect(await answer('8.3')).toEqual(failing(/in percent/));
    expect(await answer('165')).toEqual(failing(/difference in MB/));
    expect(await answer('20')).toEqual(failing(/shows 180 MB for `harbour:node` and 15 MB/));
  });
});
