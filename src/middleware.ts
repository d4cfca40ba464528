import { defineMiddleware } from 'astro:middleware';
import { addPagePolicy } from './lib/page-policy.ts';

export const onRequest = defineMiddleware(async (_context, next) => {
  const response = await next();
  // The development server adds scripts of its own afterwards.
  if (import.meta.env.DEV || !response.headers.get('content-type')?.startsWith('text/html')) return response;
  return new Response(await addPagePolicy(await response.text()), response);
});
