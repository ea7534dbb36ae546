import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadTopology } from '../../src/topology';
import { BASE } from './declarations';

const folder = mkdtempSync(join(tmpdir(), 'ecr-topology-source-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function loadBytes(content: Uint8Array | string) {
  const file = join(folder, 'topology.yaml');
  writeFileSync(file, content);
  return loadTopology(file, {});
}

test('a file that is not there cannot be read', () => {
  const loaded = loadTopology(join(folder, 'nothing.yaml'), {});
  expect(loaded.kind).toBe('unreadable');
  expect(loaded.diagnostics).toMatchObject([
    { code: 'file/missing', help: expect.stringContaining('ECR_TOPOLOGY') as string },
  ]);
});

test('a file below a file is not there either', () => {
  writeFileSync(join(folder, 'plain'), '');
  expect(loadTopology(join(folder, 'plain', 'topology.yaml'), {}).diagnostics[0]?.code).toBe('file/missing');
});

test('a folder cannot be read', () => {
  const loaded = loadTopology(folder, {});
  expect(loaded.kind).toBe('unreadable');
  expect(loaded.diagnostics).toMatchObject([
    { code: 'file/unreadable', message: 'This is a folder, not a file.' },
  ]);
});

test('a file in Latin-1 is named for what it is, with the place of the first wrong byte', () => {
  const loaded = loadBytes(
    Buffer.concat([Buffer.from('a: b\nc: "'), Buffer.from([0xe9]), Buffer.from('"\n')]),
  );
  expect(loaded.kind).toBe('refused');
  expect(loaded.diagnostics).toMatchObject([{ code: 'file/not-utf8', span: { line: 2, column: 5 } }]);
});

test('a file in UTF-16, as PowerShell writes it, is named for what it is', () => {
  const loaded = loadBytes(Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(BASE, 'utf16le')]));
  expect(loaded.diagnostics).toMatchObject([{ code: 'file/not-utf8', message: 'The file is UTF-16.' }]);
});

test('a byte order mark and Windows line ends make no difference', () => {
  const plain = loadBytes(BASE);
  const windows = loadBytes(`\uFEFF${BASE.replaceAll('\n', '\r\n')}`);
  expect(windows.diagnostics).toEqual([]);
  expect(windows).toMatchObject({ topology: plain.kind === 'topology' ? plain.topology : {} });
});
