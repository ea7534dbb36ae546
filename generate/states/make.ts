import { cpSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { run } from '../../__tests__/e2e/command';
import { startMoto } from '../../__tests__/e2e/moto';
import { programPath } from '../../__tests__/e2e/requirements';
import { Sandbox } from '../../__tests__/e2e/sandbox';

/** The states, and the project that they are of. */
export const STATES = resolve(__dirname, '..', '..', '__tests__', 'fixtures', 'states');

const PROFILES = { develop: '111111111111', management: '999999999999' };

/** Applies the project with the real Terraform. Returns its state in both forms, by the name of the file. */
export async function makeStates(): Promise<Readonly<Record<'shown.json' | 'state-file.json', string>>> {
  const sandbox = new Sandbox();
  try {
    const { environment } = await startMoto(sandbox, PROFILES);
    const folder = join(sandbox.folder, 'project');
    cpSync(join(STATES, 'project'), folder, { recursive: true });
    const terraform = async (...args: readonly string[]) =>
      run({ file: programPath('terraform'), args, folder, environment });
    await terraform('init', '-no-color');
    await terraform('apply', '-no-color', '-auto-approve');
    return {
      'shown.json': withoutRandomValues(await terraform('show', '-json')),
      'state-file.json': withoutRandomValues(readFileSync(join(folder, 'terraform.tfstate'), 'utf8')),
    };
  } finally {
    await sandbox.close();
  }
}

/** The lineage, the ID of `terraform_data` and the private data of the provider differ in each run. */
function withoutRandomValues(json: string): string {
  const uuid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
  const text = json.replace(uuid, '00000000-0000-4000-8000-000000000000');
  return `${JSON.stringify(JSON.parse(text))}\n`;
}
