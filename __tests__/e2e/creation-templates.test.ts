import { describeOnMachine } from './describe-on-machine';
import { providerMirror } from './machine';
import { startMoto, type Moto } from './moto';
import { Stage } from './stage';
import { Terraform } from './terraform';
import { Workspace } from './workspace';

/** The first version of the AWS provider that has what an older one does not. */
const SINCE = {
  /** `applied_for`: the SDK of December 2025 has it. */
  CREATE_ON_PUSH: [6, 28],
  /** The block `image_tag_mutability_exclusion_filter`, as the bindings have it. */
  exclusionFilters: [6, 25],
} as const;

function has(what: keyof typeof SINCE): boolean {
  const [major = 0, minor = 0] = providerMirror().version.split('.').map(Number);
  const [first, second] = SINCE[what];
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

/** moto knows neither templates nor pull-through cache rules, so nothing of them is applied: planning asks it nothing. */
describeOnMachine(
  'creation templates and pull-through caches, to Terraform and the AWS provider',
  ['terraform', 'AWS provider', 'moto_server'],
  () => {
    let stage: Stage;
    let moto: Moto;

    beforeAll(async () => {
      stage = new Stage();
      moto = await startMoto(stage, { develop: '111111111111', management: '999999999999' });
    });

    afterAll(async () => {
      await stage.close();
    });

    async function terraformOf(name: string, text: string): Promise<Terraform> {
      const workspace = new Workspace(stage, name);
      workspace.declare(text);
      await workspace.synth(moto.environment);
      workspace.takeMirroredProvider();
      const terraform = new Terraform(workspace.stackFolder, moto.environment);
      await terraform.init();
      return terraform;
    }

    test('are valid, and planned with all that is declared', async () => {
      const terraform = await terraformOf('project', declaration());
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

    test('are refused by a version of the provider that does not know CREATE_ON_PUSH or exclusion filters', async () => {
      const terraform = await terraformOf(
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
      ]).toEqual([!has('CREATE_ON_PUSH'), !has('exclusionFilters')]);
      expect(code === 0).toBe(has('CREATE_ON_PUSH') && has('exclusionFilters'));
    });
  },
);
