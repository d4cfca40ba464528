import { defineExercise } from '../../src/shared/exercise/index.ts';
import { checkHealth, checkLocked } from './check-container.ts';
import { checkCommand, checkLabels, checkPinned, checkSecret, checkSmall, checkUser } from './check-image.ts';

export default defineExercise({
  id: 'harden-an-image',
  title: 'Harden the kiosk',
  minutes: 14,
  images: ['python:3.13', 'python:3.13-slim'],
  tasks: [
    {
      id: 'small',
      title: 'Build `kiosk:1.0` as it came, then `kiosk:2.0` with less than half its size',
      hints: [
        'First `docker build -t kiosk:1.0 .`, in `~/harden-an-image`. Then look at the first line of the `Dockerfile`: what is that image for?',
        'The same Python is there on a small Debian, without compilers. Its tag ends in `-slim`.',
        '`FROM python:3.13-slim`, then `docker build -t kiosk:2.0 .`. The tasks below all change this image further.',
      ],
      check: checkSmall,
    },
    {
      id: 'pinned',
      title: 'Name the base of `kiosk:2.0` by its digest',
      hints: [
        'A digest stands behind the tag, with an `@` between them.',
        '`docker pull` of the base prints it. `docker images --digests python` shows it too.',
        'The first line becomes `FROM python:3.13-slim@sha256:` and the 64 digits. Then build again.',
      ],
      check: checkPinned,
    },
    {
      id: 'secret',
      title: 'Get the token out of the image, and out of its history',
      hints: [
        '`docker history kiosk:2.0` shows every `ENV` line, for good. A later line can’t take it back.',
        'So it must never be set in the build. What is given by `docker run -e` is in the container alone.',
        'Delete the line with `KIOSK_TOKEN` from the `Dockerfile`, and build again. The kiosk gets it when it starts.',
      ],
      check: checkSecret,
    },
    {
      id: 'user',
      title: 'Let `kiosk:2.0` run as a user other than root, given by number',
      hints: [
        'One instruction of the `Dockerfile` says as whom everything below it runs, and the container too.',
        'The number need not have a name in the image. Take a high one, such as 10001, so that it is nobody’s elsewhere.',
        'Above `CMD`: `USER 10001:10001`. Then build again.',
      ],
      check: checkUser,
    },
    {
      id: 'command',
      title: 'Let `kiosk:2.0` start its server without a shell around it',
      hints: [
        '`CMD` has two forms. One is handed to a shell, and then it is the shell that gets the signal of `docker stop`.',
        'The other form is a list in brackets, each word in double quotes.',
        '`CMD ["python", "server.py"]`.',
      ],
      check: checkCommand,
    },
    {
      id: 'labels',
      title: 'Label it with its source and its version: `org.opencontainers.image.source` and `….version`',
      hints: [
        '`LABEL` takes `name=value`, as many as you like.',
        'The source is the web address of the code; any will do here. The version is the one of the tag, 2.0.',
        '`LABEL org.opencontainers.image.source=https://example.com/kiosk org.opencontainers.image.version=2.0`.',
      ],
      check: checkLabels,
    },
    {
      id: 'health',
      title: 'Give it a `HEALTHCHECK`, and run it as `kiosk` until it is healthy',
      hints: [
        'The check runs inside the container, with what the image has. There is no curl in it, but there is Python.',
        '`HEALTHCHECK --interval=2s CMD ["python", "-c", "…"]`. In the place of the dots: `from urllib.request import urlopen; urlopen(\'http://localhost:8000/\')`.',
        'Build again, then `docker run -d --name kiosk -p 8000:8000 kiosk:2.0`. `docker ps` shows the health. An old `kiosk` has to go first: `docker rm -f kiosk`.',
      ],
      check: checkHealth,
    },
    {
      id: 'locked',
      title:
        'Run `kiosk` with a read-only file system, with no capabilities, with its token, and with port 8000 published',
      hints: [
        'These are options of `docker run`; the image can’t ask for them. `curl localhost:8000/self` prints what the kiosk may do.',
        '`--read-only`, `--cap-drop ALL`, and `-e KIOSK_TOKEN=…` with any token. Remove the old container first.',
        '`docker rm -f kiosk`, then `docker run -d --name kiosk -p 8000:8000 --read-only --cap-drop ALL -e KIOSK_TOKEN=new kiosk:2.0`.',
      ],
      check: checkLocked,
    },
  ],
});
