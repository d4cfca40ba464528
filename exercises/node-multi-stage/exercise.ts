import { defineExercise } from '../../src/shared/exercise/index.ts';
import { checkBuild, checkShip } from './check-images.ts';
import { checkSaved } from './check-saved.ts';
import { checkServe } from './check-serve.ts';

export default defineExercise({
  id: 'node-multi-stage',
  title: 'Build with the tools, ship without',
  minutes: 12,
  images: ['node:20-slim'],
  tasks: [
    {
      id: 'build',
      title: 'Make a stage called `build` in which `npm run build` works, and build it as `tides:build`',
      hints: [
        'Build the folder as it is and read the error. Which package is missing, and why was it not installed?',
        '`npm ci` alone installs the packages for development too. Name the stage in its first line: `FROM node:20-slim AS build`.',
        'Turn the RUN line into `RUN npm ci`, then `docker build --target build -t tides:build .`',
      ],
      check: checkBuild,
    },
    {
      id: 'ship',
      title: 'Add a second stage and build it as `tides:1.0`: `shipwright` is in none of its layers',
      hints: [
        'A second FROM begins with nothing but its base: what the first stage has is not in it unless you take it.',
        'The second stage installs for itself, without the packages for development, and takes one folder from the first: `dist`.',
        '`FROM node:20-slim`, WORKDIR and the two COPY as above, `RUN npm ci --omit=dev`, `COPY --from=build /app/dist ./dist`, then EXPOSE and CMD.',
      ],
      check: checkShip,
    },
    {
      id: 'serve',
      title: 'Run `tides:1.0` with its port 3000 on 8080: it has `tide-table`, but neither `shipwright` nor `src`',
      hints: [
        'The program says itself what lies around it: `curl localhost:8080/inventory`.',
        'If it does not start, `docker logs` and its name say why. If `src` is there, a COPY took more than was needed.',
        '`docker run -d --name tides -p 8080:3000 tides:1.0`. After a new build, remove the old container first: `docker rm -f tides`.',
      ],
      check: checkServe,
    },
    {
      id: 'saved',
      title: 'How many MB smaller is `tides:1.0` than `tides:build`?',
      answer: { label: 'Smaller by', unit: 'MB' },
      hints: [
        '`docker images tides` shows both sizes.',
        'Take the smaller from the larger, and enter the difference in MB.',
        'More exactly, in bytes: `docker image inspect tides:build tides:1.0 --format "{{.Size}}"`. A MB is 1,000,000 bytes.',
      ],
      check: checkSaved,
    },
  ],
});
