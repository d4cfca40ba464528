import { isIP } from 'node:net';

/** Where a published port of a sandbox is shown: a host name of its own, so that its pages share nothing with the platform's. */
export interface PreviewAddress {
  readonly port: number;
  readonly previewId: string;
}

export interface PreviewAddresses {
  /** The origins of all of them, as a `frame-src` of the platform's pages names them. */
  readonly frameSource: string;
  /** `undefined` where the platform is reached by a bare address, which can have no names below it. */
  url(address: PreviewAddress): string | undefined;
  /** What a `Host` header names; `undefined` where it is no preview's. */
  parse(host: string | undefined): PreviewAddress | undefined;
}

/** Addresses of the form `8080--<preview id>.<platform>`. */
export function createPreviewAddresses(publicUrl: URL): PreviewAddresses {
  const name = ['127.0.0.1', '[::1]'].includes(publicUrl.hostname) ? 'localhost' : publicUrl.hostname;
  const suffix = `.${name}${publicUrl.port ? `:${publicUrl.port}` : ''}`;
  const canHaveNames = isIP(name.replace(/^\[|\]$/g, '')) === 0;
  return {
    frameSource: canHaveNames ? `${publicUrl.protocol}//*${suffix}` : "'none'",
    url: ({ port, previewId }) => (canHaveNames ? `${publicUrl.protocol}//${port}--${previewId}${suffix}/` : undefined),
    parse(host) {
      const lower = host?.toLowerCase();
      if (!canHaveNames || !lower?.endsWith(suffix)) return undefined;
      const match = /^([1-9]\d{0,4})--([0-9a-f]{32})$/.exec(lower.slice(0, -suffix.length));
      const port = Number(match?.[1]);
      return match?.[2] && port <= 65_535 ? { port, previewId: match[2] } : undefined;
    },
  };
}
