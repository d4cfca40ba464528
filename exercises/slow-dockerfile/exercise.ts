import { defineExercise } from '../../src/shared/exercise/index.ts';
import { checkFirst, checkSecond, checkThird } from './check-layers.ts';
import { checkServed } from './check-served.ts';

export default defineExercise({
  id: 'slow-dockerfile',
  title: 'Install once, build often',
  minutes: 10,
  images: ['python:3.13-slim'],
  tasks: [
    {
      id: 'first',
      title: 'Change the order in the `Dockerfile`, and build `board:1`: the program comes after `pip install`',
      hints: [
        'Which files does `pip install` need? They are the list `requirements.txt` and the folder `wheels`, and no others.',
        'Take `COPY . .` apart: one COPY for the list, one for `wheels`, then RUN, and only then a COPY of `app.py`.',
        '`COPY requirements.txt ./`, `COPY wheels ./wheels`, the RUN line as it is, `COPY app.py ./`. Then `docker build -t board:1 .`',
      ],
      check: checkFirst,
    },
    {
      id: 'second',
      title: 'Change `TEXT` in `app.py` and build `board:2`, with the same dependency layer as `board:1`',
      hints: [
        'Watch what the builder prints. The line of `pip install` has to say `CACHED`.',
        'Edit the file, for instance with `nano app.py`, and build with the new tag. If `pip install` runs, a COPY above it has brought in what you changed.',
        "`sed -i 's/10:15/10:40/' app.py`, then `docker build -t board:2 .`. If you changed the Dockerfile in between, build `board:1` anew first.",
      ],
      check: checkSecond,
    },
    {
      id: 'third',
      title: 'Now ask for `bunting` 2.0 in `requirements.txt` and build `board:3`: this time `pip install` has to run',
      hints: [
        'The new version lies in `wheels` already. What the list asks for decides which one is installed.',
        'The builder compares the files that a COPY takes. The list must be among those that come before `pip install`.',
        "`sed -i 's/bunting==1.0/bunting==2.0/' requirements.txt`, then `docker build -t board:3 .`",
      ],
      check: checkThird,
    },
    {
      id: 'served',
      title: 'Run `board:3` with its port 8000 published on 8080: it names `bunting 2.0`',
      hints: [
        'The program answers with its text and with the version of the package that it found. See with `curl localhost:8080`.',
        'The port outside stands first: `-p 8080:8000`. An older container may hold the port; `docker ps` shows it.',
        '`docker run -d --name board -p 8080:8000 board:3`',
      ],
      check: checkServed,
    },
  ],
});
