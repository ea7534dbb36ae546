import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InputError } from '../../src/base/input-error';
import { createProgram } from '../../src/cli/program';

describe('a mistake of the user is an InputError', () => {
  const folder = mkdtempSync(join(tmpdir(), 'usage-'));
  const file = join(folder, 'foreign.json');
  beforeAll(() => {
    writeFileSync(file, '[]');
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  const caller = ['--as', 'arn:aws:iam::111111111111:role/ci', '--repository', 'my-repo'];
  test.each([
    ['an unknown registry', ['explain', 'push', ...caller, '--registry', 'nowhere']],
    ['a missing policy file', ['explain', 'push', ...caller, '--boundary', join(folder, 'missing.json')]],
    ['a file that is no policy', ['explain', 'push', ...caller, '--boundary', file]],
    ['a folder with files of another program', ['policies', '--out', folder]],
  ])('%s', async (_, args) => {
    const run = createProgram().parseAsync(['node', 'ecr-topology', ...args]);
    await expect(run).rejects.toBeInstanceOf(InputError);
  });

  test('in every file of the command', () => {
    const names = readdirSync('src/cli', { recursive: true, encoding: 'utf8' });
    const files = names
      .filter((name) => name.endsWith('.ts'))
      .map((name) => readFileSync(join('src/cli', name), 'utf8'));
    expect(files.filter((text) => text.includes('new Error('))).toEqual([]);
  });
});
