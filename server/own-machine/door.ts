import type { FastifyReply, FastifyRequest } from 'fastify';
import type { LearnerCookies } from '../edge/learner-cookie.ts';
import { LearnerError } from '../errors.ts';
import type { Door } from '../http/http-server.ts';

/** The page of the link, what it is drawn with, and where it brings its token. */
const OPEN_TO_ALL = /^\/(?:own\/|_astro\/|favicon\.svg$|api\/own\/open$)/;

export const LINK_NEEDED =
  'This browser may not use this Drydock yet. Open the whole link that “npm start -- --engine own” printed in the terminal: its last part is the key.';

const ELSEWHERE = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Drydock</title><body style="font:1.1rem/1.6 Georgia,serif;max-width:36rem;margin:15vh auto;padding:0 1rem">
<h1 style="font-size:1.6rem">Drydock is not at this address</h1>
<p>It works on this machine for the person who started it. The link is in the terminal in which <code>npm start -- --engine own</code> runs.</p></body></html>`;

function isPage({ method, headers }: FastifyRequest): boolean {
  return method === 'GET' && headers.accept?.includes('text/html') === true;
}

/** Lets nobody in but browsers that were opened with the link: all others are told where to find it. */
export function createDoor(cookies: () => Pick<LearnerCookies, 'read'>): Door {
  return {
    async turnAway(request: FastifyRequest, reply: FastifyReply) {
      // Not where the right address is: it is known by who has the link.
      if (isPage(request)) await reply.code(403).type('text/html; charset=utf-8').send(ELSEWHERE);
    },
    async admit(request, reply) {
      const path = request.url.split('?', 1)[0] ?? '';
      if (OPEN_TO_ALL.test(path) || (await cookies().read(request.headers.cookie))) return;
      if (!isPage(request)) throw new LearnerError('own-machine-link', LINK_NEEDED);
      await reply.code(401).header('cache-control', 'no-store').sendFile('own/index.html');
    },
  };
}
