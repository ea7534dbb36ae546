import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFiles } from '../../src/cli/new-files';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ecr-topology-new-files-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

const at = (...names: readonly string[]) => join(folder, ...names);

test('creates the files and their folders', () => {
  createFiles([
    { file: at('a', 'b', 'c'), text: '1' },
    { file: at('a', 'd'), text: '2' },
  ]);
  expect([readFileSync(at('a', 'b', 'c'), 'utf8'), readFileSync(at('a', 'd'), 'utf8')]).toEqual(['1', '2']);
});

test('does not overwrite a file, and removes what it created before', () => {
  mkdirSync(at('kept'));
  writeFileSync(at('taken'), 'own');
  const files = [at('new', 'deep', 'a'), at('kept', 'b'), at('taken')].map((file) => ({ file, text: '' }));
  expect(() => {
    createFiles(files);
  }).toThrow(`'${at('taken')}' cannot be written (EEXIST): another process created it.`);
  expect(readFileSync(at('taken'), 'utf8')).toBe('own');
  expect(readdirSync(folder).sort()).toEqual(['kept', 'taken']);
  expect(existsSync(at('kept', 'b'))).toBe(false);
});

test('names a file whose folder is a file', () => {
  writeFileSync(at('file'), '');
  expect(() => {
    createFiles([{ file: at('file', 'a'), text: '' }]);
  }).toThrow(/file\/a' cannot be written \(E\w+\): a parent folder is a file\.$/);
});
