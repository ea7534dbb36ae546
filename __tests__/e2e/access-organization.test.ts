import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describeOnMachine } from './describe-on-machine';
import { startMoto } from './moto';
import { plannedResources, UNKNOWN } from './planned-values';
import { Stage } from './stage';
import { Terraform, type Plan } from './terraform';
import { Workspace } from './workspace';

const EXAMPLE = readFileSync(resolve(__dirname, '..', '..', 'examples', 'organization.yaml'), 'utf8');

describeOnMachine(
  'terraform plan of examples/organization.yaml',
  ['terraform', 'AWS provider', 'moto_server'],
  () => {
    let stage: Stage;
    let plan: Plan;

    beforeAll(async () => {
      stage = new Stage();
      // Terraform assumes a role in every account by itself.
      const moto = await startMoto(stage, {});
      const workspace = new Workspace(stage, 'project');
      workspace.declare(EXAMPLE);
      await workspace.synth(moto.environment);
      workspace.takeMirroredProvider();
      const terraform = new Terraform(workspace.stackFolder, moto.environment);
      await terraform.init();
      plan = await terraform.plan();
    });

    afterAll(async () => {
      await stage.close();
    });

    test('creates the repositories and replicas, their policies, and the policies of the callers', () => {
      const numbers = new Map<string, number>();
      for (const { type } of plan.resource_changes) numbers.set(type, (numbers.get(type) ?? 0) + 1);
      expect(Object.fromEntries(numbers)).toEqual({
        aws_ecr_registry_policy: 1,
        aws_ecr_replication_configuration: 1,
        aws_ecr_repository: 19,
        aws_ecr_repository_policy: 19,
        aws_iam_role_policy: 3,
        aws_iam_role_policy_attachment: 1,
      });
    });

    test('shows every policy in full, and says nothing of one that it is known after apply', () => {
      const policies = Object.values(plannedResources(plan)).flatMap(({ policy }) => policy ?? []);
      expect(policies).not.toHaveLength(0);
      expect(policies).not.toContain(UNKNOWN);
    });
  },
);
