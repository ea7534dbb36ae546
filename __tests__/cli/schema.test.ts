import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jsonSchemaText } from '../../src/lint/declaration/declaration-schema';
import { BASE } from '../declaration/declarations';
import { ecrTopology } from './in-process';

const folder = mkdtempSync(join(tmpdir(), 'schema-'));
const file = join(folder, 'topology.yaml');
writeFileSync(file, BASE);

const WITH_NAMES = jsonSchemaText({
  accounts: ['develop', 'management'],
  registries: ['develop', 'develop_us', 'management'],
  repositories: ['my-repo'],
});

test('--names FILE completes the names of the file', async () => {
  expect(await ecrTopology(['schema', '--names', file])).toEqual({
    status: 0,
    stdout: WITH_NAMES,
    stderr: '',
  });
});

test('--names without a file reads topology.yaml', async () => {
  const { status, stdout } = await ecrTopology(['schema', '--names']);
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    definitions: { declaredRegistries: { enum: ['develop', 'develop_us', 'management'] } },
  });
});

test('completes the names of a file with errors, which is being edited', async () => {
  const edited = join(folder, 'edited.yaml');
  writeFileSync(edited, `${BASE}replication: 5\n`);
  expect(await ecrTopology(['schema', '--names', edited])).toMatchObject({ status: 0, stdout: WITH_NAMES });
});

test.each([
  ['a file that does not exist', join(folder, 'none.yaml'), 2],
  ['a file that is not YAML', join(folder, 'broken.yaml'), 1],
])('prints the problem of %s, and no schema', async (_, path, status) => {
  writeFileSync(join(folder, 'broken.yaml'), 'accounts: [');
  expect(await ecrTopology(['schema', '--names', path])).toEqual({
    status,
    stdout: '',
    stderr: expect.stringContaining(path) as string,
  });
});

test('rejects an empty file name, for example from an unset variable', async () => {
  expect(await ecrTopology(['schema', '--names', ''])).toMatchObject({ status: 2, stdout: '' });
});
