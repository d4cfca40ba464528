export interface Release {
  readonly image: string;
  readonly port: number;
  /** What `fetch-charts` prints for the token that it was built with. */
  readonly seal: string;
  readonly tokenFile: string;
}

export const FIRST: Release = { image: 'charts:1.0', port: 8080, seal: '645607b70117a4fa', tokenFile: 'token.txt' };
export const NEXT: Release = { image: 'charts:1.1', port: 8081, seal: '98f4eac747817b9a', tokenFile: 'new-token.txt' };

/** Either of the office's tokens, wherever it stands. */
export const TOKEN = /hbr-[0-9a-f]{16}/;
export const BASE = 'busybox:1.37';
