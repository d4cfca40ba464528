/** The learner's user in every sandbox, as `images/sandbox/Dockerfile` makes it. */
export const learnerUid = 61000;
export const learnerHome = '/home/learner';
export const learnerRuntimeDir = `/run/user/${learnerUid}`;
export const engineSocket = `${learnerRuntimeDir}/docker.sock`;

export const learnerEnvironment: readonly string[] = [
  `HOME=${learnerHome}`,
  'USER=learner',
  `XDG_RUNTIME_DIR=${learnerRuntimeDir}`,
  `DOCKER_HOST=unix://${engineSocket}`,
  'LANG=C.UTF-8',
  'TERM=xterm-256color',
];

/** Where the shared image store is mounted, read-only. */
export const imageStorePath = '/store';
