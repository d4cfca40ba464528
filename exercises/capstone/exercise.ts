import { defineExercise } from '../../src/shared/exercise/index.ts';
import { checkHealth } from './check-health.ts';
import { checkLayers } from './check-layers.ts';
import { checkPublished } from './check-published.ts';
import { checkRebuild } from './check-rebuild.ts';
import { checkSecrets } from './check-secrets.ts';
import { checkSize } from './check-size.ts';
import { checkUser } from './check-user.ts';

export default defineExercise({
  id: 'capstone',
  title: 'Harbour 2.0',
  minutes: 45,
  images: ['python:3.13', 'python:3.13-slim', 'gcr.io/distroless/python3-debian13:nonroot'],
  certificate: true,
  tasks: [
    {
      id: 'size',
      title: 'Small: build `harbour:2.0.0` with less than 200 MB',
      points: 20,
      hints: [
        'What does the program need to run, and what only to be built? `README.md` says it file by file.',
        'Three stages do it: one installs what `requirements.txt` names, one draws the charts, and the last starts from a small base and takes the results with `COPY --from`.',
        '`pip install --target /deps -r requirements.txt` puts all packages into one folder. The last stage copies it and sets `ENV PYTHONPATH=/deps`. Below 100 MB: `FROM gcr.io/distroless/python3-debian13:nonroot`, whose entrypoint is Python already.',
      ],
      check: checkSize,
    },
    {
      id: 'layers',
      title: 'Few layers: `harbour:2.0.0` has at most 8 of its own over its base',
      points: 10,
      hints: [
        '`docker history harbour:2.0.0` lists what you made, above the rows of the base. Which of the rows with a size does the program need?',
        'What other stages do makes no layers in the last one. There, each `COPY`, `RUN` and `WORKDIR` makes one, and settings make none.',
        'Five are enough: `WORKDIR /app`, then a `COPY` for `/deps`, one for the charts and one for `app.py`.',
      ],
      check: checkLayers,
    },
    {
      id: 'user',
      title: 'Not root: `harbour:2.0.0` runs as a user without rights',
      points: 15,
      hints: [
        '`docker image inspect harbour:2.0.0` shows the user under `Config`, `User`. Nothing there means root.',
        'The instruction is `USER`. The user need not be in `/etc/passwd`: a number is enough, and the program only reads.',
        '`USER 10001`, near the end of the last stage.',
      ],
      check: checkUser,
    },
    {
      id: 'secrets',
      title: 'No secrets: none in the settings, the history or the layers of `harbour:2.0.0` and `harbour:2.0.1`',
      points: 20,
      hints: [
        'There are three, and each leaks in another way: one is a setting, one is in a layer, one is in a command.',
        'A file that a later `RUN` removes is still in its layer. Copy the files that you need by their names, or list the others in `.dockerignore`. Does anything at the build need a secret at all?',
        'Leave out the `ENV` with the token, the `.netrc` and the `COPY . /app`. Whoever runs the image gives the token: `docker run --env-file .env …`.',
      ],
      check: checkSecrets,
    },
    {
      id: 'rebuild',
      title:
        'Cached: change `VERSION` in `app.py` to `2.0.1`, and build `harbour:2.0.1` with at most 3 layers made anew',
      points: 15,
      hints: [
        'Build `harbour:2.0.0` first, then change the one line, then build `harbour:2.0.1`. Which steps say `CACHED`?',
        'A step is carried out again when one of the files has changed that the steps before it copied. So what changes often is copied last.',
        'The last `COPY` of the last stage is `COPY app.py ./`. If you changed the `Dockerfile` since, build `harbour:2.0.0` again with the old line, then `harbour:2.0.1`.',
      ],
      check: checkRebuild,
    },
    {
      id: 'healthy',
      title: 'Healthy: the container `harbour` runs `harbour:2.0.1`, published on port 8080, and is healthy',
      points: 10,
      hints: [
        'The image says by `HEALTHCHECK` how to find out whether it is well. The program has a page for that: `/healthz`, on its port 8000.',
        'A small base has no `curl`. It has Python: `python3 -c "import urllib.request; urllib.request.urlopen(…)"` ends with an error where there is no page. Without a shell in the image, write the command as a list.',
        '`HEALTHCHECK --interval=1s CMD ["python3", "-c", "import urllib.request as r; r.urlopen(\'http://127.0.0.1:8000/healthz\')"]`, then `docker run -d --name harbour --env-file .env -p 8080:8000 harbour:2.0.1`.',
      ],
      check: checkHealth,
    },
    {
      id: 'published',
      title:
        'Published: `harbour:2.0.1` is in the course registry under your account, and `2.0` and `2` lead to it too',
      points: 10,
      hints: [
        'A name that begins with a registry’s address says where an image is pushed to. Your account is in `~/.registry/account`.',
        'Log in once: `docker login --username $(cat ~/.registry/account) --password-stdin registry.internal < ~/.registry/password`. Then for each tag one `docker tag` and one `docker push`.',
        'With `account=$(cat ~/.registry/account)`: `docker tag harbour:2.0.1 registry.internal/$account/harbour:2.0.1`, then `docker push registry.internal/$account/harbour:2.0.1`. The same for `2.0` and for `2`.',
      ],
      check: checkPublished,
    },
  ],
});
