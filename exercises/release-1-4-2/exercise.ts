import { defineExercise } from '../../src/shared/exercise/index.ts';
import { checkCommit, checkLatest, checkPromoted, checkRelease, checkSeries } from './check-release.ts';

export default defineExercise({
  id: 'release-1-4-2',
  title: 'Release 1.4.2',
  minutes: 9,
  tasks: [
    {
      id: 'release',
      title: 'Run `sh history.sh`, then build the fix as `depot:1.4.2`, with its version in the label',
      hints: [
        'The script leaves you on the branch `main`, where the fix is. Read the `Dockerfile`: what does it want to be told?',
        '`--build-arg NAME=VALUE` of `docker build` fills an `ARG`. There are two: `VERSION` and `REVISION`, which is the commit.',
        '`docker build -t depot:1.4.2 --build-arg VERSION=1.4.2 --build-arg REVISION=$(git rev-parse HEAD) .`, in `~/release-1-4-2`.',
      ],
      check: checkRelease,
    },
    {
      id: 'series',
      title: 'Move the tags of its series, and leave `depot:1.4.1` where it is',
      hints: [
        'Who wants 1.4 with all its fixes? Who wants any version 1? Both should get this one.',
        'Two tags move: `depot:1.4` and `depot:1`. `docker tag` takes the name that there is, then the one to set.',
        '`docker tag depot:1.4.2 depot:1.4`, and the same for `depot:1`. Was `depot:1.4.1` moved by mistake? `sh history.sh` starts over.',
      ],
      check: checkSeries,
    },
    {
      id: 'latest',
      title: 'Make `depot:latest` the newest release, not a release candidate',
      hints: [
        'See where it leads now: compare the ids in `docker images depot`.',
        'Nothing has to be removed. A tag that is set again has moved.',
        '`docker tag depot:1.4.2 depot:latest`.',
      ],
      check: checkLatest,
    },
    {
      id: 'commit',
      title: 'Give it one more tag: the beginning of its commit, 7 digits or more',
      hints: [
        'The tag tells everybody from which source the image was built. `git log` shows the commit.',
        '`git rev-parse --short HEAD` prints the beginning of it. In the label is the whole of it, from the build argument `REVISION`.',
        '`docker tag depot:1.4.2 depot:$(git rev-parse --short HEAD)`, in `~/release-1-4-2`.',
      ],
      check: checkCommit,
    },
    {
      id: 'promote',
      title: 'Promote it to `depot:staging`, then to `depot:production`: the same image, not a new build',
      hints: [
        'The image is built and tested. Both environments should get the very same, down to its id.',
        'A tag for each environment is all. First staging; and when it does well there, production.',
        '`docker tag depot:1.4.2 depot:staging`, then `docker tag depot:staging depot:production`.',
      ],
      check: checkPromoted,
    },
  ],
});
