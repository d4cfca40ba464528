const layer = (name, from, to, comment) => ({ name, severity: 'error', comment, from, to });

/** HOUSE rules on who may import whom. */
module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-orphans',
      severity: 'error',
      from: {
        orphan: true,
        pathNot: [
          '\\.(test|config)\\.(ts|mjs|cjs)$',
          '^(e2e|bench)/',
          '^setup/bootstrap\\.mjs$',
          // Astro files import these, and are not read here.
          '^src/(?!shared/)',
          '^\\.dependency-cruiser\\.cjs$',
        ],
      },
      to: {},
    },
    { name: 'not-to-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: ['^astro:'] } },
    layer(
      'shared-is-pure',
      { path: '^src/shared/', pathNot: '\\.test\\.ts$' },
      { pathNot: ['^src/shared/', '^node_modules/zod/'] },
      'src/shared runs anywhere: it imports only Zod.',
    ),
    layer(
      'site-not-server',
      { path: '^src/' },
      { path: '^(server|setup|images|e2e|bench)/' },
      'Pages know nothing of the server.',
    ),
    layer(
      'exercises-on-their-own',
      { path: '^exercises/', pathNot: '\\.test\\.ts$' },
      { pathNot: ['^exercises/', '^src/shared/'] },
      'Checks see a sandbox only through src/shared/exercise.',
    ),
    layer(
      'domain-is-pure',
      { path: '^server/domain/', pathNot: '\\.test\\.ts$' },
      { pathNot: ['^server/domain/', '^src/shared/', '^node_modules/zod/', '^(node:)?crypto$'] },
      'The domain does no I/O.',
    ),
    ...[
      'accounts',
      'board',
      'checks',
      'files',
      'fleet',
      'http',
      'lessons',
      'records',
      'registry',
      'sandbox',
      'storage',
      'terminal',
      'ws',
    ].map((name) =>
      layer(
        `${name}-knows-ports`,
        { path: `^server/${name}/`, pathNot: '\\.test\\.ts$' },
        {
          path: '^server/(accounts|board|checks|files|fleet|http|lessons|records|registry|sandbox|storage|terminal|ws)/',
          pathNot: [
            `^server/${name}/`,
            '^server/[^/]+/((class-|class-log-|help-|people-|record-|roster-)?port|errors)\\.ts$',
            // Built on the sandbox's port alone, for whoever talks to something inside one.
            '^server/sandbox/dial-agent\\.ts$',
            // The edges call the services that they are edges of.
            ...(name === 'ws' ? ['^server/(board|checks|fleet|terminal)/'] : []),
            ...(name === 'http' ? ['^server/checks/exercises\\.ts$', '^server/(board|files|fleet|records)/'] : []),
            ...(name === 'records' ? ['^server/checks/exercises\\.ts$'] : []),
          ],
        },
        'Adapters import ports and domain, never each other.',
      ),
    ),
    layer(
      'accounts-library-in-one-place',
      { path: '^(server|setup|gateway)/', pathNot: ['^server/accounts/', '\\.test\\.ts$'] },
      { path: '^node_modules/(@better-auth|better-auth)/' },
      'What the accounts’ library is like, server/accounts alone knows.',
    ),
    layer(
      'gateway-beside-the-server',
      { path: '^gateway/', pathNot: '\\.test\\.ts$' },
      {
        path: '^(server|src|setup|images|exercises|e2e|bench)/',
        pathNot: ['^server/domain/', '^server/registry/port\\.ts$', '^images/catalog\\.ts$'],
      },
      'The gateway is a program of its own: it shares the domain with the server, and speaks with it by the port.',
    ),
    layer('e2e-from-outside', { path: '^e2e/' }, { path: '^(server|src/(?!shared))' }, 'Journeys use what a user has.'),
    layer(
      'nothing-imports-set-up',
      { path: '^(server|gateway|src|exercises|images)/' },
      { path: '^setup/' },
      'Set-up stands above all.',
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // What an exercise begins with is the learner's.
    exclude: { path: '^((dist|data|\\.astro|\\.cache)/|exercises/[^/]+/start/)' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'server/tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.mjs', '.cjs', '.js'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
    },
  },
};
