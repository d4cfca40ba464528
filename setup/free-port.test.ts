import { type AddressInfo, createServer } from 'node:net';
import { expect, test } from 'vitest';
import { assertPortFree } from './free-port.ts';

test('a port in use is said in one sentence, with another to take; once free it is free', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await expect(assertPortFree(port, '127.0.0.1')).rejects.toThrow(
    `Port ${port} is in use by another program, perhaps by a Drydock that runs already. Stop it, or choose another port: \`DRYDOCK_PORT=${port + 1} npm start\`.`,
  );
  await new Promise((resolve) => server.close(resolve));
  await assertPortFree(port, '127.0.0.1');
});

test('an address that is not this machine’s names the variable', async () => {
  await expect(assertPortFree(40_000, '192.0.2.1')).rejects.toThrow(/no address 192\.0\.2\.1\. Correct DRYDOCK_LISTEN/);
});
