import { readdirSync, readFileSync } from 'node:fs';
import { CODES } from '../../../src/declaration/syntax/diagnostic-codes';
import { RULE_TEXTS } from '../../../src/lint/declaration/settings';

/** These codes depend on bytes and files, not on text; `source.test.ts` tests them. */
const FILE_CODES: readonly string[] = ['file/missing', 'file/unreadable', 'file/not-utf8'];

test('every code has cases in a call of describeDiagnostics', () => {
  const tested = new Set(
    ['__tests__/declaration', '__tests__/lint'].flatMap(testFilesIn).flatMap(codesWithCases),
  );
  const untested = [...Object.keys(CODES), ...Object.keys(RULE_TEXTS)].filter(
    (code) => !tested.has(code) && !FILE_CODES.includes(code),
  );
  expect(untested).toEqual([]);
});

function testFilesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => `${folder}/${file}`);
}

/** Returns the keys of the cases in a test file, which its compiler checks to be codes. */
function codesWithCases(file: string): readonly string[] {
  const [, ...calls] = readFileSync(file, 'utf8').split('describeDiagnostics(');
  return calls.flatMap((call) =>
    [...call.matchAll(/^ {2}'([a-z]+\/[a-z0-9-]+)': /gm)].map(([, code = '']) => code),
  );
}
