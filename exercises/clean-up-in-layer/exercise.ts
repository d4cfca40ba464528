import { defineExercise } from '../../src/shared/exercise/index.ts';
import { checkPage } from './check-page.ts';
import { checkHidden, checkLean } from './check-sizes.ts';

export default defineExercise({
  id: 'clean-up-in-layer',
  title: 'A file that went too late',
  minutes: 8,
  images: ['busybox:1.37'],
  tasks: [
    {
      id: 'hidden',
      title: 'Build `atlas:fat` as it is. How many MB does the deleted archive take in it?',
      answer: { label: 'The deleted archive', unit: 'MB' },
      hints: [
        'The Dockerfile deletes `/tmp/atlas.tar`. Its layer is still there, and `docker history` shows the size of each.',
        'In `~/clean-up-in-layer`: `docker build -t atlas:fat .`, then `docker history atlas:fat`.',
        'The row of `RUN fetch` is the one: enter its size.',
      ],
      check: checkHidden,
    },
    {
      id: 'lean',
      title: 'Change the `Dockerfile` and build `atlas:lean`: the archive is in no layer',
      hints: [
        'A layer holds what is there when its instruction ends. What is made and removed within one RUN is in no layer.',
        'Fetch, unpack and remove in one RUN, joined by `&&`. Take out `ports.txt` only.',
        '`RUN mkdir /www && fetch /tmp/atlas.tar && tar -xf /tmp/atlas.tar -C /www ports.txt && rm /tmp/atlas.tar`, then `docker build -t atlas:lean .`',
      ],
      check: checkLean,
    },
    {
      id: 'page',
      title: 'Run `atlas:lean` with its port 80 published on 8080: `/ports.txt` still has all harbours',
      hints: [
        'The image has to hold what it is for. The web server in it serves the folder `/www`.',
        'See what comes: `curl localhost:8080/ports.txt`. Twelve lines should.',
        '`docker run -d --name atlas -p 8080:80 atlas:lean`. After a new build, remove the old container first: `docker rm -f atlas`.',
      ],
      check: checkPage,
    },
  ],
});
