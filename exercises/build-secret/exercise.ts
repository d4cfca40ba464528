import { defineExercise } from '../../src/shared/exercise/index.ts';
import { FIRST, NEXT } from './charts.ts';
import { servedFrom } from './check-served.ts';
import { checkLayers, checkSettings } from './check-traces.ts';

export default defineExercise({
  id: 'build-secret',
  title: 'A token that is not in the image',
  minutes: 12,
  images: ['busybox:1.37'],
  tasks: [
    {
      id: 'served',
      title: 'Build `charts:1.0` with `token.txt`, and run it with its port 80 published on 8080',
      hints: [
        '`fetch-charts` needs the token at the build, and writes the charts. The `Dockerfile` that is there does it, but it gives the token away: the next two tasks are about that.',
        'A secret comes in two halves: `RUN --mount=type=secret,id=token …` in the `Dockerfile`, and `--secret id=token,src=token.txt` at the build. The file is then at `/run/secrets/token`.',
        '`docker build -t charts:1.0 --secret id=token,src=token.txt .`, then `docker run -d --name charts -p 8080:80 charts:1.0`.',
      ],
      check: servedFrom(FIRST),
    },
    {
      id: 'settings',
      title: 'The token is nowhere in the history of the image, nor in its settings',
      hints: [
        'Look for it as somebody else would: `docker history --no-trunc charts:1.0 | grep hbr-`.',
        'A build argument is written into the history beside each `RUN` that sees it. `ENV` and `LABEL` are settings.',
        'Use no `ARG`, `ENV` or `LABEL` for the token, but a secret mount.',
      ],
      check: checkSettings,
    },
    {
      id: 'layers',
      title: 'Its layers hold the charts, perhaps `fetch-charts`, and not one byte more',
      hints: [
        'A file that one instruction copies in stays in that layer, even if a later instruction deletes it. Which instruction of the `Dockerfile` copies the token?',
        '`COPY . .` takes all that lies in the folder. Copy what is needed alone: `COPY fetch-charts /tmp/`.',
        'One `RUN` does it: `RUN --mount=type=secret,id=token sh /tmp/fetch-charts /run/secrets/token > charts.txt`. It must not copy the token anywhere.',
      ],
      check: checkLayers,
    },
    {
      id: 'renewed',
      title: 'The office changes its token: build `charts:1.1` with `new-token.txt`, and run it on port 8081',
      hints: [
        'The same build, with another file behind `src=`. Then look at the seal: `curl localhost:8081/charts.txt`. Is it another one than on port 8080?',
        "What is in a secret is no part of the cache's key. Nothing that the cache knows has changed, so it takes the old step again.",
        '`docker build --no-cache -t charts:1.1 --secret id=token,src=new-token.txt .`, and a new container of it: `docker run -d -p 8081:80 charts:1.1`.',
      ],
      check: servedFrom(NEXT),
    },
  ],
});
