import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { declarationFile } from '../../../src/declaration/syntax/source';
import { loadTopology } from '../../../src/lint/declaration/load';
import { BASE } from '../declarations';

const folder = mkdtempSync(join(tmpdir(), 'ecr-topology-source-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function loadBytes(content: Uint8Array | string) {
  const file = join(folder, 'topology.yaml');
  writeFileSync(file, content);
  return loadTopology(file, {});
}

test('reports a file that does not exist', () => {
  const loaded = loadTopology(join(folder, 'nothing.yaml'), {});
  expect(loaded.kind).toBe('unreadable');
  expect(loaded.diagnostics).toMatchObject([
    { code: 'file/missing', help: expect.stringContaining('ECR_TOPOLOGY') as string },
  ]);
});

test('reports a path below a file as a file that does not exist', () => {
  writeFileSync(join(folder, 'plain'), '');
  expect(loadTopology(join(folder, 'plain', 'topology.yaml'), {}).diagnostics[0]?.code).toBe('file/missing');
});

test('reports a folder', () => {
  const loaded = loadTopology(folder, {});
  expect(loaded.kind).toBe('unreadable');
  expect(loaded.diagnostics).toMatchObject([
    { code: 'file/unreadable', message: 'This is a folder, not a file.' },
  ]);
});

test('does not wait for a pipe without a writer or an endless device', () => {
  const pipe = join(folder, 'pipe');
  spawnSync('sh', ['-c', 'mkfifo "$0"', pipe]);
  for (const [file, what] of [
    [pipe, 'a named pipe'],
    ['/dev/zero', 'a device or a socket'],
  ] as const) {
    const loaded = loadTopology(file, {});
    expect(loaded.kind).toBe('unreadable');
    expect(loaded.diagnostics).toMatchObject([
      {
        code: 'file/unreadable',
        message: `This is ${what}, not a file.`,
        help: 'Write its output to a file and specify that file, or pipe it to /dev/stdin.',
      },
    ]);
  }
});

test('does not read a file that is too large', () => {
  const file = join(folder, 'large.yaml');
  writeFileSync(file, '');
  truncateSync(file, 20_000_001);
  expect(loadTopology(file, {})).toMatchObject({
    kind: 'unreadable',
    diagnostics: [{ code: 'file/unreadable', message: 'The file is larger than the maximum of 20 MB.' }],
  });
});

test('rejects an empty --topology option, and accepts an empty variable', () => {
  expect(() => declarationFile('', {})).toThrow('The name of the declaration is empty.');
  expect(declarationFile(undefined, { ECR_TOPOLOGY: '' })).toBe('topology.yaml');
});

test('reports a file in Latin-1 at the first invalid byte', () => {
  const loaded = loadBytes(
    Buffer.concat([Buffer.from('a: b\nc: "'), Buffer.from([0xe9]), Buffer.from('"\n')]),
  );
  expect(loaded.kind).toBe('refused');
  expect(loaded.diagnostics).toMatchObject([{ code: 'file/not-utf8', span: { line: 2, column: 5 } }]);
});

test('reports a file in UTF-16, the default of PowerShell', () => {
  const loaded = loadBytes(Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(BASE, 'utf16le')]));
  expect(loaded.diagnostics).toMatchObject([
    { code: 'file/not-utf8', message: 'The file is UTF-16, not UTF-8.' },
  ]);
});

test('accepts a byte order mark and Windows line endings', () => {
  const plain = loadBytes(BASE);
  const windows = loadBytes(`\uFEFF${BASE.replaceAll('\n', '\r\n')}`);
  expect(windows.diagnostics).toEqual([]);
  expect(windows).toMatchObject({ topology: plain.kind === 'topology' ? plain.topology : {} });
});
