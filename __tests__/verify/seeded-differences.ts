import { readFileSync } from 'node:fs';
import { normaliseLifecyclePolicy } from '../../src/aws/lifecycle/policy';
import { uncheckedRepositoryFilter, uncheckedRepositoryName } from '../../src/aws/names';
import type { PolicyDocument } from '../../src/aws/policy/document';
import { readPolicy } from '../../src/aws/policy/read';
import type { Repository } from '../../src/model/resource-types';
import { DEFAULT_SETTINGS, type CreationTemplate, type Tags } from '../../src/model/settings';
import type { Registry, Topology } from '../../src/model/topology';
import { deploymentOf, topologyOf } from '../declaration/declarations';

const TEXT = readFileSync('examples/everything.yaml', 'utf8');

/** A topology with every part of every registry. */
export const DECLARED = topologyOf(TEXT);
export const DEFAULT_TAGS = deploymentOf(TEXT).tags;

/** The topology as AWS contains it after a deploy: with the default tags. */
export const DEPLOYED: Topology = {
  ...DECLARED,
  registries: DECLARED.registries.map((registry) => ({
    ...registry,
    repositories: registry.repositories.map((repository) => ({
      ...repository,
      settings: { ...repository.settings, tags: { ...DEFAULT_TAGS, ...repository.settings.tags } },
    })),
  })),
};

/** A change of AWS outside of Terraform, and the only differences that `verify` must report for it. */
interface SeededDifference {
  readonly change: (deployed: Topology) => Topology;
  /** As `kind text`. */
  readonly expected: readonly string[];
}

function inRegistry(name: string, change: (registry: Registry) => Partial<Registry>) {
  return (topology: Topology): Topology => ({
    ...topology,
    registries: topology.registries.map((each) => (each.name === name ? { ...each, ...change(each) } : each)),
  });
}

function inRepository(
  registry: string,
  name: string,
  change: (repository: Repository) => Partial<Repository>,
) {
  return inRegistry(registry, ({ repositories }) => ({
    repositories: repositories.map((each) => (each.name === name ? { ...each, ...change(each) } : each)),
  }));
}

function withSettings(registry: string, name: string, changed: Partial<Repository['settings']>) {
  return inRepository(registry, name, ({ settings }) => ({ settings: { ...settings, ...changed } }));
}

function withTags(registry: string, name: string, change: (tags: Tags) => Tags) {
  return inRepository(registry, name, ({ settings }) => ({
    settings: { ...settings, tags: change(settings.tags) },
  }));
}

function withoutKey(tags: Tags, key: string): Tags {
  return Object.fromEntries(Object.entries(tags).filter(([each]) => each !== key));
}

function withoutRepository(registry: string, name: string) {
  return inRegistry(registry, ({ repositories }) => ({
    repositories: repositories.filter((each) => each.name !== name),
  }));
}

export function withRepository(registry: string, name: string, changed: Partial<Repository> = {}) {
  return inRegistry(registry, ({ repositories }) => ({
    repositories: [
      ...repositories,
      {
        name: uncheckedRepositoryName(name),
        forceDelete: false,
        preventDestroy: false,
        policy: undefined,
        settings: DEFAULT_SETTINGS,
        ...changed,
      },
    ].sort((a, b) => (a.name < b.name ? -1 : 1)),
  }));
}

function inTemplate(
  registry: string,
  prefix: string,
  change: (template: CreationTemplate) => Partial<CreationTemplate>,
) {
  return inRegistry(registry, ({ creationTemplates }) => ({
    creationTemplates: creationTemplates.map((each) =>
      each.prefix === prefix ? { ...each, ...change(each) } : each,
    ),
  }));
}

function withAccountSetting(registry: string, name: string, value: string) {
  return inRegistry(registry, ({ accountSettings }) => ({
    accountSettings: [
      ...accountSettings.filter((each) => each.name !== name),
      { name: name as 'BLOB_MOUNTING', value },
    ].sort((a, b) => (a.name < b.name ? -1 : 1)),
  }));
}

function policyOf(...statements: readonly object[]): PolicyDocument {
  const read = readPolicy(JSON.stringify({ Version: '2012-10-17', Statement: statements }));
  if (read.kind !== 'policy') throw new Error('the policy of the test is not valid');
  return read.policy;
}

function added(policy: PolicyDocument | undefined, statement: object): PolicyDocument {
  return { statements: [...(policy?.statements ?? []), ...policyOf(statement).statements] };
}

const FOREIGN_PULL = {
  Sid: 'Foreign',
  Effect: 'Allow',
  Principal: { AWS: 'arn:aws:iam::333333333333:root' },
  Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
};

/** By name. */
export const SEEDED: Readonly<Record<string, SeededDifference>> = {
  'a repository was deleted': {
    change: withoutRepository('hub_us', 'open/tools'),
    expected: ['missing hub_us: repository open/tools'],
  },
  'a replica was deleted': {
    change: withoutRepository('production', 'app/checkout'),
    expected: ['missing production: repository app/checkout'],
  },
  'a repository was created': {
    change: withRepository('hub', 'stray/tool', { policy: policyOf(FOREIGN_PULL) }),
    expected: ['undeclared hub: repository stray/tool'],
  },
  'tags of images became mutable': {
    change: withSettings('hub', 'app/checkout', {
      imageTagMutability: { mode: 'MUTABLE', exclusionFilters: [] },
    }),
    expected: [
      'different hub: imageTagMutability of repository app/checkout: declared IMMUTABLE, in AWS MUTABLE',
    ],
  },
  'an exclusion filter was removed': {
    change: withSettings('hub', 'base/node', {
      imageTagMutability: { mode: 'IMMUTABLE_WITH_EXCLUSION', exclusionFilters: ['latest'] },
    }),
    expected: [
      'different hub: imageTagMutability of repository base/node: declared IMMUTABLE_WITH_EXCLUSION (*-dev, latest), in AWS IMMUTABLE_WITH_EXCLUSION (latest)',
    ],
  },
  'scan on push was disabled': {
    change: withSettings('hub', 'base/node', { scanOnPush: false }),
    expected: ['different hub: scanOnPush of repository base/node: declared enabled, in AWS disabled'],
  },
  'scan on push was enabled': {
    change: withSettings('hub_us', 'open/tools', { scanOnPush: true }),
    expected: ['different hub_us: scanOnPush of repository open/tools: declared disabled, in AWS enabled'],
  },
  'the repository has another key': {
    change: withSettings('hub', 'app/checkout', {
      encryption: {
        type: 'KMS',
        kmsKey: 'arn:aws:kms:ap-northeast-1:111111111111:key/00000000-0000-4000-8000-00000000000f',
      },
    }),
    expected: [
      'different hub: encryption of repository app/checkout: declared KMS with arn:aws:kms:ap-northeast-1:111111111111:key/00000000-0000-4000-8000-000000000001, in AWS KMS with arn:aws:kms:ap-northeast-1:111111111111:key/00000000-0000-4000-8000-00000000000f',
    ],
  },
  'the repository was created again with KMS': {
    change: withSettings('hub', 'base/node', {
      encryption: {
        type: 'KMS',
        kmsKey: 'arn:aws:kms:ap-northeast-1:111111111111:key/00000000-0000-4000-8000-00000000000f',
      },
    }),
    expected: [
      'different hub: encryption of repository base/node: declared AES256, in AWS KMS with arn:aws:kms:ap-northeast-1:111111111111:key/00000000-0000-4000-8000-00000000000f',
    ],
  },
  'a lifecycle policy was deleted': {
    change: withSettings('hub', 'base/node', { lifecyclePolicy: undefined }),
    expected: ['missing hub: lifecyclePolicy of repository base/node: expires untagged after 14 days'],
  },
  'a lifecycle policy was changed': {
    change: withSettings('hub_us', 'open/tools', {
      lifecyclePolicy: normaliseLifecyclePolicy(
        '{"rules":[{"rulePriority":1,"selection":{"tagStatus":"any","countType":"imageCountMoreThan","countNumber":5},"action":{"type":"expire"}}]}',
      ),
    }),
    expected: [
      'different hub_us: lifecyclePolicy of repository open/tools: declared expires any beyond 100 images, in AWS expires any beyond 5 images',
    ],
  },
  'a tag was removed': {
    change: withTags('hub', 'base/node', (tags) => withoutKey(tags, 'owner')),
    expected: ["missing hub: tag owner of repository base/node: 'platform'"],
  },
  'a tag has another value': {
    change: withTags('hub', 'base/node', (tags) => ({ ...tags, owner: 'nobody' })),
    expected: ["different hub: tag owner of repository base/node: declared 'platform', in AWS 'nobody'"],
  },
  'a tag was added': {
    change: withTags('hub', 'base/node', (tags) => ({ ...tags, zone: 'a' })),
    expected: ["undeclared hub: tag zone of repository base/node: 'a'"],
  },
  'a default tag was removed': {
    change: withTags('production', 'release/shop', (tags) => withoutKey(tags, 'managed-by')),
    expected: ["missing production: tag managed-by of repository release/shop: 'ecr-topology'"],
  },
  'a repository policy was deleted': {
    change: inRepository('hub', 'base/node', () => ({ policy: undefined })),
    expected: [
      'missing hub: account 222222222222 can use ecr:DescribeImages and ecr:ListImages on base/node',
      'missing hub: codebuild.amazonaws.com for 111111111111 can pull base/node',
    ],
  },
  'an account was added to a repository policy': {
    change: inRepository('hub', 'release/shop', ({ policy }) => ({ policy: added(policy, FOREIGN_PULL) })),
    expected: ['undeclared hub: account 333333333333 can pull release/shop'],
  },
  'a repository became public': {
    change: inRepository('hub', 'release/shop', ({ policy }) => ({
      policy: added(policy, { ...FOREIGN_PULL, Sid: 'Public', Principal: '*' }),
    })),
    expected: ['undeclared hub: every AWS account can pull release/shop'],
  },
  'a denial was added to a repository policy': {
    change: inRepository('production', 'release/shop', ({ policy }) => ({
      policy: added(policy, { ...FOREIGN_PULL, Sid: 'No', Effect: 'Deny' }),
    })),
    expected: ['undeclared production: account 333333333333 is denied permission to pull release/shop'],
  },
  'an action was removed from a repository policy': {
    change: inRepository('hub', 'base/node', ({ policy }) => ({
      policy: {
        statements: (policy?.statements ?? []).map((statement) =>
          statement.sid === 'Audit'
            ? { ...statement, actions: { isNot: false, values: ['ecr:DescribeImages'] } }
            : statement,
        ),
      },
    })),
    expected: ['missing hub: account 222222222222 can use ecr:ListImages on base/node'],
  },
  'a registry policy was deleted': {
    change: inRegistry('production', () => ({ policy: undefined })),
    expected: [
      'missing production: account 111111111111 can create, replicate into and use ecr:TagResource on preview/*',
      'missing production: account 111111111111 can replicate into app/checkout',
    ],
  },
  'a statement was added to a registry policy': {
    change: inRegistry('hub', ({ policy }) => ({
      policy: added(policy, {
        ...FOREIGN_PULL,
        Resource: 'arn:aws:ecr:ap-northeast-1:111111111111:repository/app/*',
      }),
    })),
    expected: ['undeclared hub: account 333333333333 can pull app/*'],
  },
  'a registry got a policy': {
    change: inRegistry('hub_us', () => ({
      policy: policyOf({
        ...FOREIGN_PULL,
        Action: 'ecr:ReplicateImage',
        Resource: 'arn:aws:ecr:us-west-2:111111111111:repository/app/*',
      }),
    })),
    expected: ['undeclared hub_us: account 333333333333 can replicate into app/*'],
  },
  'the replication configuration was emptied': {
    change: inRegistry('hub', () => ({ replication: [] })),
    expected: [
      'missing hub: replication of app/ to hub_us',
      'missing hub: replication of app/ to production',
      'missing hub: replication of preview/ to production',
    ],
  },
  'a replication rule matches more': {
    change: inRegistry('hub', ({ replication }) => ({
      replication: replication.map((rule) => ({
        ...rule,
        filters: [uncheckedRepositoryFilter('base/'), ...(rule.filters === 'all' ? [] : rule.filters)].sort(),
      })),
    })),
    expected: [
      'undeclared hub: replication of base/ to hub_us',
      'undeclared hub: replication of base/ to production',
    ],
  },
  'scanning was changed to basic': {
    change: inRegistry('hub', () => ({ scanning: { type: 'BASIC', rules: [] } })),
    expected: [
      'different hub: scanning: declared ENHANCED; CONTINUOUS_SCAN of app/*, base/*; SCAN_ON_PUSH of *, in AWS BASIC',
    ],
  },
  'a scanning rule has another filter': {
    change: inRegistry('production', () => ({
      scanning: { type: 'BASIC', rules: [{ frequency: 'SCAN_ON_PUSH', filters: ['app/*'] }] },
    })),
    expected: [
      'different production: scanning: declared BASIC; SCAN_ON_PUSH of *, in AWS BASIC; SCAN_ON_PUSH of app/*',
    ],
  },
  'Amazon Inspector was disabled': {
    change: inRegistry('hub', () => ({ enablesInspector: false })),
    expected: ['different hub: Amazon Inspector for ECR: declared enabled, in AWS disabled'],
  },
  'an account setting was changed': {
    change: withAccountSetting('hub', 'BLOB_MOUNTING', 'DISABLED'),
    expected: ['different hub: account setting BLOB_MOUNTING: declared ENABLED, in AWS DISABLED'],
  },
  'the registry policy has scope V1': {
    change: withAccountSetting('production', 'REGISTRY_POLICY_SCOPE', 'V1'),
    expected: [
      'different production: account setting REGISTRY_POLICY_SCOPE: declared V2, because the registry policy contains ecr:TagResource, in AWS V1',
    ],
  },
  'a pull time update exclusion was removed': {
    change: inRegistry('hub', () => ({ pullTimeUpdateExclusions: [] })),
    expected: ['missing hub: pull time update exclusion of arn:aws:iam::111111111111:role/scanner'],
  },
  'a pull time update exclusion was added': {
    change: inRegistry('hub_us', () => ({
      pullTimeUpdateExclusions: ['arn:aws:iam::111111111111:role/other'],
    })),
    expected: ['undeclared hub_us: pull time update exclusion of arn:aws:iam::111111111111:role/other'],
  },
  'a creation template was deleted': {
    change: inRegistry('hub', () => ({ creationTemplates: [] })),
    expected: ['missing hub: creation template docker-hub'],
  },
  'a creation template was created': {
    change: inRegistry('hub_us', () => ({
      creationTemplates: [
        {
          prefix: 'new',
          appliedFor: ['REPLICATION'],
          description: undefined,
          settings: DEFAULT_SETTINGS,
          policy: undefined,
          customRoleArn: undefined,
        },
      ],
    })),
    expected: ['undeclared hub_us: creation template new'],
  },
  'a creation template was changed': {
    change: inTemplate('hub', 'docker-hub', ({ settings }) => ({
      description: 'Other images',
      settings: { ...settings, lifecyclePolicy: undefined },
    })),
    expected: [
      "different hub: description of creation template docker-hub: declared 'Images from Docker Hub', in AWS 'Other images'",
      'missing hub: lifecyclePolicy of creation template docker-hub: archives any 90 days after the last pull',
    ],
  },
  'a tag of a creation template was changed': {
    change: inTemplate('production', 'preview', ({ settings }) => ({
      settings: { ...settings, tags: { lifetime: 'long' } },
    })),
    expected: [
      "different production: tag lifetime of creation template preview: declared 'short', in AWS 'long'",
    ],
  },
  'the policy of a creation template was changed': {
    change: inTemplate('production', 'preview', ({ policy }) => ({ policy: added(policy, FOREIGN_PULL) })),
    expected: [
      'undeclared production: in repositories that ECR creates with creation template preview, account 333333333333 can pull preview/*',
    ],
  },
  'a cache rule was deleted': {
    change: inRegistry('production', () => ({ pullThroughCache: [] })),
    expected: ['missing production: pull-through cache base'],
  },
  'a cache rule was created': {
    change: inRegistry('hub_us', () => ({
      pullThroughCache: [
        {
          prefix: 'quay',
          upstream: 'quay.io',
          upstreamPrefix: undefined,
          credentialArn: undefined,
          customRoleArn: undefined,
        },
      ],
    })),
    expected: ['undeclared hub_us: pull-through cache quay'],
  },
  'a cache rule has another secret': {
    change: inRegistry('hub', ({ pullThroughCache }) => ({
      pullThroughCache: pullThroughCache.map((rule) => ({
        ...rule,
        credentialArn:
          'arn:aws:secretsmanager:ap-northeast-1:111111111111:secret:ecr-pullthroughcache/other-AbCdEf',
      })),
    })),
    expected: [
      'different hub: credentialArn of pull-through cache docker-hub: declared arn:aws:secretsmanager:ap-northeast-1:111111111111:secret:ecr-pullthroughcache/docker-hub-AbCdEf, in AWS arn:aws:secretsmanager:ap-northeast-1:111111111111:secret:ecr-pullthroughcache/other-AbCdEf',
    ],
  },
};
