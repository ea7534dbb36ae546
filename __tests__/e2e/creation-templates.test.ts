import { describeWithRequirements } from './describe-with-requirements';
import { startMoto, type Moto } from './moto';
import { providerMirror } from './requirements';
import { Sandbox } from './sandbox';
import { Terraform } from './terraform';
import { Workspace } from './workspace';

/** The first version of the AWS provider that supports a feature. */
const MINIMUM_VERSION = {
  /** A value of `applied_for`, in the AWS SDK since December 2025. */
  CREATE_ON_PUSH: [6, 28],
  /** The block `image_tag_mutability_exclusion_filter` in the schema of the bindings. */
  exclusionFilters: [6, 25],
} as const;

function providerSupports(feature: keyof typeof MINIMUM_VERSION): boolean {
  const [major = 0, minor = 0] = providerMirror().version.split('.').map(Number);
  const [first, second] = MINIMUM_VERSION[feature];
  return major > first || (major === first && minor >= second);
}

const SECRET = 'arn:aws:secretsmanager:ap-northeast-1:999999999999:secret:ecr-pullthroughcache/hub-AbCdEf';
const KEY = 'arn:aws:kms:ap-northeast-1:999999999999:key/1234abcd-12ab-34cd-56ef-1234567890ab';

const declaration = (...templates: readonly string[]) => `accounts:
  develop: { id: "111111111111", profile: develop }
  management: { id: "999999999999", profile: management }
registries:
  develop: { account: develop, region: ap-northeast-1 }
  management:
    account: management
    region: ap-northeast-1
    pullThroughCache:
      - { prefix: ROOT, upstream: public.ecr.aws }
      - { prefix: cache/registry.k8s.io, upstream: registry.k8s.io }
      - { prefix: docker-hub, upstream: registry-1.docker.io, credentialArn: "${SECRET}" }
      - { prefix: dev/, upstream: develop, upstreamPrefix: team, customRoleArn: "arn:aws:iam::999999999999:role/cache" }
    creationTemplates:
      - prefix: ROOT
        appliedFor: [REPLICATION, PULL_THROUGH_CACHE]
        description: All that ECR creates
        encryption: { type: KMS, kmsKey: "${KEY}" }
        lifecycle: [{ tagStatus: untagged, daysSincePushed: 14, action: expire }]
        tags: { team: web }
        customRoleArn: "arn:aws:iam::999999999999:role/creation"
        statements: [{ principals: develop, actions: ["ecr:BatchGetImage"] }]
${templates.map((template) => `      - ${template}\n`).join('')}repositories:
  team/app: { registry: develop }
replication:
  - { from: develop, to: [management], repositories: [team/], createRepositories: true }
`;

/** Planned only, because moto supports neither creation templates nor pull-through cache rules. */
describeWithRequirements(
  'creation templates and pull-through cache rules',
  ['terraform', 'AWS provider', 'moto_server'],
  () => {
    let sandbox: Sandbox;
    let moto: Moto;

    beforeAll(async () => {
      sandbox = new Sandbox();
      moto = await startMoto(sandbox, { develop: '111111111111', management: '999999999999' });
    });

    afterAll(async () => {
      await sandbox.close();
    });

    async function initTerraform(name: string, text: string): Promise<Terraform> {
      const workspace = new Workspace(sandbox, name);
      workspace.declare(text);
      await workspace.synth(moto.environment);
      workspace.useMirroredProvider();
      const terraform = new Terraform(workspace.stackFolder, moto.environment);
      await terraform.init();
      return terraform;
    }

    test('are valid, and have the declared values in the plan', async () => {
      const terraform = await initTerraform('project', declaration());
      const { resource_changes: changes } = await terraform.plan();
      const after = new Map(changes.map(({ address, change }) => [address, change.after]));
      expect(after.get('aws_ecr_repository_creation_template.management-ROOT')).toMatchObject({
        prefix: 'ROOT',
        applied_for: ['PULL_THROUGH_CACHE', 'REPLICATION'],
        description: 'All that ECR creates',
        encryption_configuration: [{ encryption_type: 'KMS', kms_key: KEY }],
        resource_tags: { team: 'web' },
      });
      expect(after.get('aws_ecr_pull_through_cache_rule.management-dev')).toMatchObject({
        ecr_repository_prefix: 'dev',
        upstream_registry_url: '111111111111.dkr.ecr.ap-northeast-1.amazonaws.com',
        upstream_repository_prefix: 'team',
      });
      const rules = changes.filter(({ type }) => type === 'aws_ecr_pull_through_cache_rule');
      expect(rules.map(({ change }) => change.actions)).toEqual(Array(4).fill(['create']));
    });

    test('are rejected by a provider version without CREATE_ON_PUSH or exclusion filters', async () => {
      const terraform = await initTerraform(
        'newer',
        declaration(
          '{ prefix: team, appliedFor: [CREATE_ON_PUSH] }',
          '{ prefix: other, appliedFor: [REPLICATION], imageTagMutability: IMMUTABLE_WITH_EXCLUSION, imageTagMutabilityExclusionFilters: [latest] }',
        ),
      );
      const { code, stderr } = await terraform.tryValidate();
      expect([
        stderr.includes('got CREATE_ON_PUSH'),
        stderr.includes('image_tag_mutability_exclusion_filter'),
      ]).toEqual([!providerSupports('CREATE_ON_PUSH'), !providerSupports('exclusionFilters')]);
      expect(code === 0).toBe(providerSupports('CREATE_ON_PUSH') && providerSupports('exclusionFilters'));
    });
  },
);
