import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ecrTopology } from '../cli/in-process';

const SHIPPED = readFileSync('topology.yaml', 'utf8');

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ecr-topology-outputs-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

test('docs/reference/commands.md shows what diff prints for a removed destination', async () => {
  const printed = await printedBy('diff', SHIPPED, withOneDestination());

  expect(textBlocks('docs/reference/commands.md')).toContain(printed);
});

test('docs/guides/replicate.md shows what diff prints for an added destination', async () => {
  const printed = await printedBy('diff', withOneDestination(), SHIPPED);

  expect(textBlocks('docs/guides/replicate.md')).toContain(printed);
});

test('docs/guides/layouts.md shows the stacks of the shipped topology by account', async () => {
  const printed = await printedBy('stacks', `${SHIPPED}\nstacks: { by: account }\n`);

  expect(textBlocks('docs/guides/layouts.md')).toContain(printed);
});

/** The shipped topology without its destination in another account. */
function withOneDestination(): string {
  return SHIPPED.replace('to: [develop_us, management]', 'to: [develop_us]');
}

async function printedBy(command: 'diff' | 'stacks', ...declarations: readonly string[]): Promise<string> {
  const files = declarations.map((text, index) => {
    const file = join(folder, `${String(index)}.yaml`);
    writeFileSync(file, text);
    return file;
  });
  const args = command === 'diff' ? files : ['--topology', ...files];
  const { status, stdout } = await ecrTopology([command, ...args]);

  expect(status).toBe(0);
  return stdout;
}

function textBlocks(page: string): readonly string[] {
  return [...readFileSync(page, 'utf8').matchAll(/^```text\n([^]*?)^```$/gm)].map(([, text = '']) => text);
}
