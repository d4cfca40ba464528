import { expect, test } from 'vitest';
import { ConfigError, parseConfig } from './config.ts';

test('an empty environment gives a loopback server on 4321 with its data beside the project', () => {
  const config = parseConfig({}, '/srv/drydock');
  expect(config).toMatchObject({ port: 4321, listen: '127.0.0.1', dataDir: '/srv/drydock/data' });
  expect(config.publicUrl.origin).toBe('http://localhost:4321');
});

test('the public address follows the port unless it is given', () => {
  expect(parseConfig({ DRYDOCK_PORT: '8000' }, '/').publicUrl.origin).toBe('http://localhost:8000');
  expect(parseConfig({ DRYDOCK_PUBLIC_URL: 'https://learn.example' }, '/').publicUrl.origin).toBe(
    'https://learn.example',
  );
});

test('a value that cannot be used is refused with the name of its variable', () => {
  expect(() => parseConfig({ DRYDOCK_PORT: 'http' }, '/')).toThrow(ConfigError);
  expect(() => parseConfig({ DRYDOCK_PORT: '70000' }, '/')).toThrow(/DRYDOCK_PORT/);
  expect(() => parseConfig({ DRYDOCK_PUBLIC_URL: 'javascript:1' }, '/')).toThrow(/DRYDOCK_PUBLIC_URL/);
});

test('the configuration is frozen', () => {
  expect(Object.isFrozen(parseConfig({}, '/'))).toBe(true);
});
