import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { baseFilesIn } from '../../generate/plans/bases';
import { casesIn, PLANS } from '../../generate/plans/case-folders';

/** Each `.tf` file of a case: its path in `PLANS`, and its text. */
const CASE_FILES = casesIn([])
  .flatMap(({ plans }) => plans)
  .flatMap((folder) => hclFilesIn(folder).map((file) => join(folder, file)))
  .map((path) => ({ path, text: textOf(path) }));

const BASE_FILES = hclFilesIn('_base').map((file) => `_base/${file}`);

const NAMED = CASE_FILES.flatMap(({ path, text }) => (path.endsWith('main.tf') ? baseFilesIn(text) : []));

test('reads the names from the first line of a main.tf', () => {
  expect(baseFilesIn('# With _base/app.tf, _base/provider.tf.\n\nlocals {\n}\n')).toEqual([
    '_base/app.tf',
    '_base/provider.tf',
  ]);
  expect(baseFilesIn('locals {\n}\n')).toEqual([]);
  expect(baseFilesIn('locals {\n}\n# With _base/app.tf.\n')).toEqual([]);
});

test('reads each name of a base file in the cases', () => {
  const mentioned = CASE_FILES.flatMap(({ text }) => text.match(/_base\b\S*\.tf/g) ?? []);

  expect(NAMED).toEqual(mentioned);
});

test('each base file that a case names exists, and three cases or more name it', () => {
  const uses = new Map<string, number>();
  for (const file of NAMED) uses.set(file, (uses.get(file) ?? 0) + 1);

  expect([...uses.keys()].sort()).toEqual(BASE_FILES);
  expect([...uses].filter(([, count]) => count < 3)).toEqual([]);
});

test('no case has a copy of the base files that it could name', () => {
  const copies = CASE_FILES.filter(({ path }) => isOfAllConfigurations(path)).flatMap(({ path, text }) =>
    BASE_FILES.filter((file) => text.includes(textOf(file))).map(
      (file) => `${path}: has the text of ${file}`,
    ),
  );

  expect(copies).toEqual([]);
});

test('no case declares what its base files declare', () => {
  const repeated = CASE_FILES.flatMap(({ path, text }) => {
    const inBase = baseFilesIn(textOf(join(dirname(path), 'main.tf'))).flatMap((file) =>
      headersIn(textOf(file)),
    );
    return headersIn(text)
      .filter((header) => inBase.includes(header))
      .map((header) => `${path}: ${header}`);
  });

  expect(repeated).toEqual([]);
});

/** A base file belongs to each configuration of a case, so it cannot replace a part of `before.tf` alone. */
function isOfAllConfigurations(path: string): boolean {
  const files = hclFilesIn(dirname(path));
  const isSingle = !files.includes('before.tf') && !files.includes('existing.tf');
  return isSingle || !/(main|before|existing)\.tf$/.test(path);
}

/** Returns the first lines of the resources, data sources and modules: `resource "aws_ecr_repository" "app" {`. */
function headersIn(hcl: string): readonly string[] {
  return hcl.match(/^(resource|data|module) .*\{$/gm) ?? [];
}

function hclFilesIn(folder: string): readonly string[] {
  return readdirSync(join(PLANS, folder))
    .filter((file) => file.endsWith('.tf'))
    .sort();
}

function textOf(path: string): string {
  return readFileSync(join(PLANS, path), 'utf8');
}
