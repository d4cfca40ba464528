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

test('a PostgreSQL database takes the place of the file; an empty variable is none', () => {
  const url = 'postgres://drydock:s%40fe@db.example:5433/drydock?sslmode=verify-full';
  expect(parseConfig({ DATABASE_URL: url }, '/').databaseUrl).toBe(url);
  const socket = 'postgresql://drydock@/drydock?host=/run/postgresql';
  expect(parseConfig({ DATABASE_URL: socket }, '/').databaseUrl).toBe(socket);
  expect(parseConfig({ DATABASE_URL: '' }, '/').databaseUrl).toBeUndefined();
});

test.each([
  'mysql://drydock:opensesame@db/drydock',
  'postgres://drydock:opensesame@db',
  'postgres://drydock:open/sesame@db/drydock',
  'postgres://drydock:opensesame@db:port/drydock',
  'opensesame',
])('an address of no database is refused without being shown: %s', (url) => {
  const refused = () => parseConfig({ DATABASE_URL: url }, '/');
  expect(refused).toThrow(/^The configuration can't be used. DATABASE_URL: It is no address of a PostgreSQL database/);
  expect(refused).not.toThrow(/sesame/);
});

test('the configuration is frozen', () => {
  expect(Object.isFrozen(parseConfig({}, '/'))).toBe(true);
});
