import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CALL_NAMES, callOf } from '../../src/live/calls';
import { SENDERS, type Clients } from '../../src/live/sdk';

test('each call is sent as the operation of its name, by the client of its service', async () => {
  const sent: string[] = [];
  const clientOf = (service: string) => ({
    send: (command: object) => {
      sent.push(`${service}:${command.constructor.name.replace(/Command$/, '')}`);
      return Promise.resolve({});
    },
  });
  const services = ['ecr', 'iam', 'inspector2', 'organizations', 'sts'];
  // The senders use nothing of a client but `send`.
  const clients = Object.fromEntries(
    services.map((service) => [service, clientOf(service)]),
  ) as unknown as Clients;

  for (const sender of Object.values(SENDERS)) {
    await sender(clients, {} as never);
  }

  expect(Object.keys(SENDERS)).toEqual(CALL_NAMES);
  expect(sent).toEqual(CALL_NAMES);
});

test('only backfill changes something in AWS', () => {
  const writes = CALL_NAMES.filter((name) => callOf(name).access === 'write');

  expect(writes).toEqual(['ecr:StartReplicationBackfill', 'ecr:StopReplicationBackfill']);
  expect(writes.map((name) => callOf(name).commands)).toEqual([['backfill'], ['backfill']]);
});

test('only src/live/sdk.ts imports the AWS SDK', () => {
  const files = ['src', 'stacks'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path)),
  );
  const sources = [...files.filter((path) => path.endsWith('.ts')), 'main.ts', 'library.ts'];

  expect(sources.filter((path) => /['"]@(?:aws-sdk|smithy)\//.test(readFileSync(path, 'utf8')))).toEqual([
    join('src', 'live', 'sdk.ts'),
  ]);
});
