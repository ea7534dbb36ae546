import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ecrTopology } from '../cli/in-process';

const TERRAFORM = 'registry.terraform.io';
const OPENTOFU = 'registry.opentofu.org';

/** Plans in which the provider matters: one with findings, and one with modules, aliases and an import. */
const PLANS = ['article-without-registry-policy', 'aliases-handed-into-modules', 'repository-imported'];

test.each(PLANS)(
  'check prints the same for Terraform and OpenTofu, as docs/guides/opentofu.md states: %s',
  async (name) => {
    const folder = mkdtempSync(join(tmpdir(), 'ecr-topology-opentofu-'));
    try {
      const plan = readFileSync(`__tests__/fixtures/plans/${name}/plan.json`, 'utf8');
      expect(plan).toContain(TERRAFORM);
      const file = join(folder, 'plan.json');
      const check = async (text: string) => {
        writeFileSync(file, text);
        return ecrTopology(['check', file, '--no-topology']);
      };
      const byTerraform = await check(plan);
      expect(await check(plan.replaceAll(TERRAFORM, OPENTOFU))).toEqual(byTerraform);
      expect(byTerraform.status).not.toBe(2);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);
