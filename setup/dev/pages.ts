import { setImmediate as othersHaveHeard } from 'node:timers/promises';
import { dev } from 'astro';
import { bundleMendingScript } from './mending-script.ts';
import { WATCH_OPTIONS } from './watch-options.ts';

/** What is told to open pages. */
interface Payload {
  readonly type: string;
  readonly path?: string;
  readonly err?: { readonly message: string; readonly stack: string };
}

/** The part of Vite's server that is used here. */
interface ViteServer {
  readonly ws: { on(event: 'connection', listener: () => void): void; send(payload: Payload): void };
  readonly environments: { readonly client: { readonly hot: { send: (...args: unknown[]) => void } } };
}

/** A lesson that was mended has Astro reload the pages by itself, once it has read it anew; what is mended elsewhere does not. */
const OWN_RELOAD_AFTER_MS = 1_500;

export interface PagesOptions {
  readonly root: string;
  readonly port: number;
  /** Called with the absolute path of each file that was added, changed or removed. */
  readonly onChange: (path: string) => void;
  /** Resolves once what was changed has been looked at: with the mistakes, for the browser to show in the place of a page that can't be made from them. */
  readonly mistakes: () => Promise<string | undefined>;
  /** The pages have been made anew. Those that are open are told once it resolves. */
  readonly onReload: () => Promise<void>;
}

export interface Pages extends AsyncDisposable {
  /** Shows the mistakes in every open page, or takes them away. */
  show(mistakes: string | undefined): void;
}

/** The pages' development server: what it makes is as its files are, and open pages follow. */
export async function openPages(options: PagesOptions): Promise<Pages> {
  let vite: ViteServer | undefined;
  let shown: string | undefined;
  let ownReload: NodeJS.Timeout | undefined;
  const astros = { held: 0 };
  const plugin = {
    name: 'drydock-mistakes',
    configureServer(server: ViteServer) {
      vite = server;
      holdReloads(server, options, async (pass) => {
        clearTimeout(ownReload);
        astros.held += 1;
        await pass().finally(() => {
          astros.held -= 1;
        });
      });
      server.ws.on('connection', () => {
        if (shown !== undefined) server.ws.send(overlay(shown));
      });
    },
  };
  const script = await bundleMendingScript(options.root);
  const server = await dev({
    root: options.root,
    logLevel: 'warn',
    // Beside those of astro.config.mjs.
    integrations: [
      {
        name: 'drydock-mending',
        hooks: { 'astro:config:setup': ({ injectScript }) => injectScript('head-inline', script) },
      },
    ],
    server: { port: options.port, host: '127.0.0.1' },
    vite: { plugins: [plugin], server: { strictPort: true, watch: WATCH_OPTIONS } },
  });
  server.watcher.on('all', (event, path) => {
    if (event !== 'addDir' && event !== 'unlinkDir') options.onChange(path);
  });
  return {
    show(mistakes) {
      const wasShown = shown !== undefined;
      shown = mistakes;
      clearTimeout(ownReload);
      if (mistakes !== undefined) vite?.ws.send(overlay(mistakes));
      else if (wasShown && astros.held === 0) {
        // A page that were reloaded before its content is read anew would show what it was, and might not hear of the reload that follows.
        ownReload = setTimeout(() => vite?.ws.send({ type: 'full-reload', path: '*' }), OWN_RELOAD_AFTER_MS);
      }
    },
    async [Symbol.asyncDispose]() {
      clearTimeout(ownReload);
      await server.stop();
    },
  };
}

/** Where there is a mistake, the page stays as it is: a reload would show less. */
function holdReloads(
  { environments }: ViteServer,
  { mistakes, onReload }: PagesOptions,
  hold: (pass: () => Promise<void>) => Promise<void>,
): void {
  const channel = environments.client.hot;
  const send = channel.send.bind(channel);
  channel.send = (...args) => {
    if ((args[0] as Partial<Payload>).type !== 'full-reload') return send(...args);
    const pass = async () => {
      // The change that it comes from is told to all listeners in one go, perhaps to ours after this.
      await othersHaveHeard();
      if ((await mistakes()) !== undefined) return;
      // With the server goes the network of its sandboxes, and browsers give up what they are loading where a network comes or goes.
      await onReload();
      send(...args);
    };
    void hold(pass);
  };
}

function overlay(mistakes: string): Payload {
  return { type: 'error', err: { message: mistakes, stack: '' } };
}
