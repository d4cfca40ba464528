import { createServer } from 'node:net';
import { SetupError } from './setup-error.ts';

/** Throws a `SetupError` when the server could not listen there: better now than after minutes of building. */
export async function assertPortFree(port: number, host: string): Promise<void> {
  const server = createServer();
  try {
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  } catch (error) {
    throw portError(error, port, host);
  }
  await new Promise((resolve) => server.close(resolve));
}

function portError(error: unknown, port: number, host: string): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'EADDRINUSE':
      return new SetupError(
        `Port ${port} is in use by another program, perhaps by a Drydock that runs already. Stop it, or choose another port: \`DRYDOCK_PORT=${port + 1} npm start\`.`,
      );
    case 'EACCES':
      return new SetupError(
        `You have no permission to listen on port ${port}. Choose one above 1023: \`DRYDOCK_PORT=4321 npm start\`.`,
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new SetupError(
        `This machine has no address ${host}. Correct DRYDOCK_LISTEN, or unset it to listen on this machine only.`,
      );
    default:
      return error;
  }
}
