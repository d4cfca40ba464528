import { defineExercise } from '../../src/shared/exercise/index.ts';
import { checkCode, checkCopied, checkRunning, checkWritten } from './check-gauge.ts';

export default defineExercise({
  id: 'no-shell',
  title: 'Look into an image that has no shell',
  minutes: 8,
  images: ['gcr.io/distroless/python3-debian13:nonroot', 'busybox:1.37'],
  tasks: [
    {
      id: 'running',
      title: 'Build `gauge:1.0` from this folder as it is, and run it as `gauge`, port 8080 on 8080',
      hints: [
        'All files are in `~/no-shell`. Nothing has to be changed.',
        'The container gets its name with `--name gauge` and its port with `-p 8080:8080`.',
        '`cd ~/no-shell`, `docker build -t gauge:1.0 .`, `docker run -d --name gauge -p 8080:8080 gauge:1.0`.',
      ],
      check: checkRunning,
    },
    {
      id: 'written',
      title: 'Which file has the program written since it started?',
      answer: { label: 'The whole path' },
      hints: [
        'Its name is drawn anew at every start, so the image does not know it. Which command compares a container with its image?',
        '`docker diff gauge` lists what was changed (C) and added (A). It needs nothing in the container.',
        'Enter the path from the line that starts with A and ends in `.trace`.',
      ],
      check: checkWritten,
    },
    {
      id: 'copied',
      title: 'Copy that file out of the container, as `trace.txt`',
      hints: [
        '`docker exec gauge cat …` fails: there is no `cat`. The engine itself can copy files.',
        '`docker cp` takes first the container with a colon and the path, then where to.',
        'In `~/no-shell`: `docker cp gauge:`, the path without a space behind it, then ` trace.txt`.',
      ],
      check: checkCopied,
    },
    {
      id: 'code',
      title: 'Which service code does the status page on 127.0.0.1:9000, inside of `gauge`, show?',
      answer: { label: 'The service code' },
      hints: [
        '127.0.0.1 inside of a container is that container alone, so publishing the port does not help. Who else could be inside?',
        'A second container can share the network of the first: `--network container:gauge`. Take an image that has `wget`, such as `busybox:1.37`.',
        '`docker run --rm --network container:gauge busybox:1.37 wget -qO- http://127.0.0.1:9000/`.',
      ],
      check: checkCode,
    },
  ],
});
