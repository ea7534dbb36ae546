import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describeWithRequirements } from './describe-with-requirements';
import { startMoto } from './moto';
import { plannedResources, UNKNOWN } from './planned-values';
import { Sandbox } from './sandbox';
import { Terraform, type Plan } from './terraform';
import { Workspace } from './workspace';

const EXAMPLE = readFileSync(resolve(__dirname, '..', '..', 'examples', 'organization.yaml'), 'utf8');

describeWithRequirements(
  'terraform plan of examples/organization.yaml',
  ['terraform', 'AWS provider', 'moto_server'],
  () => {
    let sandbox: Sandbox;
    let plan: Plan;

    beforeAll(async () => {
      sandbox = new Sandbox();
      // Terraform assumes a role in each account.
      const moto = await startMoto(sandbox, {});
      const workspace = new Workspace(sandbox, 'project');
      workspace.declare(EXAMPLE);
      await workspace.synth(moto.environment);
      workspace.useMirroredProvider();
      const terraform = new Terraform(workspace.stackFolder, moto.environment);
      await terraform.init();
      plan = await terraform.plan();
    });

    afterAll(async () => {
      await sandbox.close();
    });

    test('creates the repositories and replicas, their policies, and the identity policies', () => {
      const counts = new Map<string, number>();
      for (const { type } of plan.resource_changes) counts.set(type, (counts.get(type) ?? 0) + 1);
      expect(Object.fromEntries(counts)).toEqual({
        aws_ecr_registry_policy: 1,
        aws_ecr_replication_configuration: 1,
        aws_ecr_repository: 19,
        aws_ecr_repository_policy: 19,
        aws_iam_role_policy: 3,
        aws_iam_role_policy_attachment: 1,
      });
    });

    test('shows each policy in full, and none as known after apply', () => {
      const policies = Object.values(plannedResources(plan)).flatMap(({ policy }) => policy ?? []);
      expect(policies).not.toHaveLength(0);
      expect(policies).not.toContain(UNKNOWN);
    });
  },
);
