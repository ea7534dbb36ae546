import { WORKFLOW_FILE } from '../../src/init/project';
import { resultText } from '../../src/init/result-text';

const NOTHING = { folder: '.', written: [], kept: [], pathInRepository: undefined };

test('lists the files in the folder and the next commands', () => {
  const text = resultText({ ...NOTHING, folder: 'my demo', written: ['main.ts'] });
  expect(text).toBe(`Wrote my demo/main.ts

Next:
  cd 'my demo'
  npm install
  npm run synth
`);
});

test('a folder is no option of cd', () => {
  expect(resultText({ ...NOTHING, folder: '-p', written: ['main.ts'] })).toContain('  cd ./-p\n');
});

test('the current folder needs no cd', () => {
  expect(resultText({ ...NOTHING, written: ['main.ts'] })).toBe(
    'Wrote main.ts\n\nNext:\n  npm install\n  npm run synth\n',
  );
});

test('shows what to add to a file that is kept', () => {
  const kept = [
    { path: 'tsconfig.json', advice: undefined },
    { path: '.gitignore', advice: { instruction: 'Add these lines', addition: 'a\nb\n' } },
    { path: 'main.ts', advice: { instruction: 'Add the stacks' } },
    { path: 'cdktf.json', advice: { instruction: 'Set its app', addition: 'c\n' } },
  ];
  expect(resultText({ ...NOTHING, kept })).toBe(`Kept tsconfig.json, which exists.
Kept main.ts, which exists. Add the stacks.

Kept .gitignore, which exists. Add these lines:

    a
    b

Kept cdktf.json, which exists. Set its app:

    c

Next:
  npm install
  npm run synth
`);
});

test('explains where to move the workflow in a subfolder of a repository', () => {
  const inSubfolder = { ...NOTHING, folder: 'ecr', pathInRepository: 'ecr' };
  expect(resultText({ ...inSubfolder, written: [WORKFLOW_FILE] })).toContain(
    'Move ecr/.github/workflows/plan-check.yml to .github/workflows/plan-check.yml in the root',
  );
  expect(resultText({ ...inSubfolder, written: ['main.ts'] })).not.toContain('Move');
});

test('prints no control characters of a folder name', () => {
  expect(resultText({ ...NOTHING, folder: 'a\u001b[1m', written: ['b'] })).not.toContain('\u001b');
});
