import { defineExercise } from '../../src/shared/exercise/index.ts';
import { ALPINE, DEBIAN, SCRATCH } from './bases.ts';
import { checkPulled, serverFrom } from './check-server.ts';
import { checkTimes } from './check-times.ts';

export default defineExercise({
  id: 'three-bases',
  title: 'One program on three bases',
  minutes: 10,
  images: ['gcc:14', 'debian:trixie-slim', 'alpine:3.22'],
  tasks: [
    {
      id: 'pulled',
      title: 'Have `debian:trixie-slim` and `alpine:3.22` in your engine, to compare with',
      hints: [
        'A build takes its base into the cache of the builder. `docker images` lists what was pulled.',
        'One command for each: `docker pull` and the name.',
        '`docker pull debian:trixie-slim` and `docker pull alpine:3.22`.',
      ],
      check: checkPulled,
    },
    {
      id: 'debian',
      title: 'Build `tide:debian` from this folder, and run it with its port 8000 published on 8001',
      hints: [
        'The `Dockerfile` in `~/three-bases` is right as it is. Look at its last stage: that is what your image starts from.',
        'Build with `-t tide:debian`. At the start `-p` takes the port outside first.',
        '`cd ~/three-bases`, `docker build -t tide:debian .`, `docker run -d --name tide-debian -p 8001:8000 tide:debian`.',
      ],
      check: serverFrom(DEBIAN),
    },
    {
      id: 'alpine',
      title: 'Build `tide:alpine` on `alpine:3.22`, and run it on port 8002',
      hints: [
        'Change the last `FROM`, build and run. It will not start: `docker logs` says what is missing. Which C library was the program linked with, and which has Alpine?',
        'A program that has its C library inside runs on any base. One option of `gcc` does that.',
        'In the build stage: `RUN gcc -static -o tide tide.c`. Then `docker build -t tide:alpine .` and `docker run -d -p 8002:8000 tide:alpine`.',
      ],
      check: serverFrom(ALPINE),
    },
    {
      id: 'scratch',
      title: 'Build `tide:scratch` from `scratch`, below 1.5 MB, and run it on port 8003',
      hints: [
        'What made the program run on Alpine makes it run on nothing at all.',
        'The last stage starts with `FROM scratch`. There is no shell in it, so `CMD` must be a list, and `RUN` is impossible.',
        'Last stage: `FROM scratch`, `COPY --from=build /src/tide /tide`, `CMD ["/tide"]`. Then `docker run -d -p 8003:8000 tide:scratch`.',
      ],
      check: serverFrom(SCRATCH),
    },
    {
      id: 'times',
      title: 'How many times as big as `tide:scratch` is `tide:debian`?',
      answer: { label: '`tide:debian` is', unit: 'times as big' },
      hints: [
        '`docker images tide` shows both sizes. Mind the units: 1 MB is 1,000 kB.',
        'Divide the large size by the small one. A whole number is exact enough.',
        "Exact sizes in bytes: `docker image inspect --format '{{.Size}}' tide:debian tide:scratch`. First divided by second.",
      ],
      check: checkTimes,
    },
  ],
});
