import { ruleEntryText } from '../../access/explain/fix';
import type { KnownRegistryId } from '../../aws/arn';
import { filterByName, type AccountId } from '../../aws/names';
import type { PolicyDocument } from '../../aws/policy/document';
import { replicationStatements } from '../../model/replication';
import type { Registry } from '../../model/topology';
import { addStatements } from '../explanations/grant';
import {
  backfillStep,
  crossAccountSources,
  replicationSources,
  sourceAccountId,
  sourceRegistryName,
} from '../explanations/replication-source';
import { commandStep, DEPLOY_CHANGE_STEP, putRegistryPolicySteps } from '../explanations/steps';
import {
  accountText,
  partitionIdFor,
  policyOfCase,
  registryWithAccountText,
  repositoryText,
  type Case,
  type Explanation,
} from '../model/case';
import { PAGES, type Step } from '../model/diagnosis';
import { defineEntry, matchPattern, type FamilyEntries } from '../model/entry';
import { evaluateReplication, type Evaluation } from '../model/evaluation';
import { parseAccountId } from '../model/location';

/**
 * A failed replication in the output of `describe-image-replication-status`. AWS documents `failureCode` as a string
 * without listing its values. https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageReplicationStatus.html
 */
const REPLICATION_FAILED = defineEntry<ReplicationFailed>({
  kind: 'replication-failed',
  match: (text, facts) => {
    const code =
      /"?failureCode"?:\s?"?([A-Z][A-Z_]{2,60})/.exec(text)?.[1] ??
      /(?<![A-Z_])(?:DESTINATION|SOURCE)_RE(?:GISTRY|POSITORY)_[A-Z_]{2,40}/.exec(text)?.[0] ??
      errorCodeInRecord(text);
    return code === undefined ? undefined : { code, facts };
  },
  /**
   * Explains a `failureCode` of ECR. A code for denied access has the same cause as the access denied message in
   * CloudTrail.
   */
  explain: (failed) => {
    const { code } = failed.message;
    if (/ACCESS_?DENIED|PERMISSION|Unauthorized/i.test(code)) return explainReplicationDenied(failed);
    const { location } = failed;
    return {
      summary: `Replication into ${repositoryText(failed)} in ${registryWithAccountText(location)} failed: ${code}.`,
      cause:
        'AWS does not document these codes. Common causes: the repository does not exist at the destination and ECR is not allowed to create it; its tags are immutable and the tag already exists; the Region is not enabled for one of the accounts; the KMS key of a creation template cannot be used.',
      policies: [],
      steps: checkReplicationSteps(failed, replicationSources(failed)),
      certainty: { level: 'open', because: 'the message contains only the code' },
      page: PAGES.replication,
    };
  },
  subject: 'replication',
});

/** A CloudTrail record without an access denied message always contains the error code. */
function errorCodeInRecord(text: string): string | undefined {
  if (!/"eventName":\s?"ReplicateImage"/.test(text)) return undefined;
  return /"errorCode":\s?"([A-Za-z.]{2,60})"/.exec(text)?.[1];
}

const REPLICATION_TO_ITSELF = defineEntry({
  kind: 'replication-to-itself',
  match: matchPattern(/Replication destination cannot be the same as the source registry/i),
  explain: ({ declared }) => {
    const names = (declared?.topology.registries ?? []).map(({ name }) => name).join(', ');
    return {
      summary: 'A replication rule has its source registry as a destination.',
      cause: `A destination must differ from the source in account or Region.${names === '' ? '' : ` The topology declares ${names} and rejects such a rule. So this rule was written outside the topology, or was applied with other credentials.`}`,
      policies: [],
      steps: [
        {
          text: 'Remove the account and Region of the source from the destinations. Or apply the configuration to the intended registry: the credentials and the Region of the request determine the registry.',
        },
        {
          text: 'Show the account and the Region of the request.',
          code: { language: 'sh', text: 'aws sts get-caller-identity\naws configure get region\n' },
        },
      ],
      certainty: { level: 'certain', because: 'ECR reports this cause' },
      page: PAGES.replication,
    };
  },
});

/**
 * Explains a denied replication. ECR replicates with a service-linked role of the source account, which needs no
 * further identity policy. The missing Allow is always in the registry policy of the destination, in its account and
 * Region.
 */
export function explainReplicationDenied(denied: Case): Explanation {
  const { declared, message, location } = denied;
  const { action = 'ecr:ReplicateImage' } = message.facts;
  const source = sourceAccountId(denied);
  const sources = crossAccountSources(denied);
  const evaluation = evaluateReplication(declared, source, action, location);
  const isCreation = action === 'ecr:CreateRepository';
  return {
    summary: `${registryWithAccountText(location)} did not allow ${accountText(source, declared, 'the source account')} to replicate to ${repositoryText(denied)}.`,
    cause: [
      `The registry policy of the destination must allow ${action} to the root principal of the source account. Each account and Region has one registry policy. ECR accepts an Allow for this action in a repository policy, but the Allow has no effect (a Deny there can have an effect). A policy in the source account does not help.`,
      ...(isCreation
        ? ['The destination has no repository with this name. Allow ECR to create it, or declare it there.']
        : []),
      topologyText(denied, evaluation, sources),
      'In some cases, a condition on aws:SourceAccount or aws:SourceArn also blocked replication.',
    ]
      .filter((each) => each !== '')
      .join(' '),
    policies: [
      policyOfCase(
        denied,
        'registry policy',
        `it must allow ${action} to ${source === undefined ? 'the source account' : `arn:${partitionIdFor(denied)}:iam::${source}:root`}`,
      ),
    ],
    steps: [
      ...declareReplicationSteps(denied, evaluation),
      ...registryPolicySteps(denied, evaluation, source),
      ...checkReplicationSteps(denied, sources),
    ],
    certainty: { level: 'certain', because: 'only the registry policy of the destination decides this' },
    page: PAGES.replicationPolicy,
  };
}

interface ReplicationFailed {
  readonly code: string;
}

function topologyText(
  { declared, location }: Case,
  evaluation: Evaluation | undefined,
  sources: readonly Registry[],
): string {
  if (declared === undefined) return '';
  if (location.registry === undefined) return 'The topology does not declare the destination.';
  if (evaluation?.resource === 'allows') {
    return `In the topology, the registry policy of ${location.registry.name} allows it, so the policy in AWS differs: it is not deployed, something else has overwritten it, or the statement is in a repository policy.`;
  }
  return sources.length === 0
    ? `The topology has no replication rule to registry ${location.registry.name} for this repository, so the registry policy does not allow it.`
    : `In the topology, the registry policy of ${location.registry.name} does not allow it.`;
}

function declareReplicationSteps(denied: Case, evaluation: Evaluation | undefined): readonly Step[] {
  const { message, location } = denied;
  const { registry, repositoryName } = location;
  if (registry === undefined || repositoryName === undefined) return [];
  if (evaluation?.resource === 'allows') {
    return [
      {
        text: `Deploy the registry policy of ${registry.name}, which topology.yaml already contains. If the statement is in the repository policy, remove it there.`,
        code: { language: 'sh', text: 'npx cdktf diff\nnpx cdktf deploy\n' },
      },
    ];
  }
  const from = sourceRegistryName(denied);
  if (from === undefined) return [];
  const isCreation = message.facts.action === 'ecr:CreateRepository';
  return [
    {
      text: `${isCreation ? 'Declare the repository, or add' : 'Add'} this to topology.yaml. It generates the replication rule and the registry policy.`,
      code: {
        language: 'yaml',
        text: `${ruleEntryText({ from: [from], to: [registry.name], repositories: [repositoryName] })}${isCreation ? '    createRepositories: true\n' : ''}`,
      },
    },
    DEPLOY_CHANGE_STEP,
  ];
}

function registryPolicySteps(
  denied: Case,
  evaluation: Evaluation | undefined,
  source: string | undefined,
): readonly Step[] {
  const { declared, location } = denied;
  if (location.id === undefined) return [];
  const existing = location.registry?.policy;
  const policy =
    evaluation?.resource === 'allows' ? existing : registryPolicyFor(denied, location.id, source);
  return policy === undefined ? [] : putRegistryPolicySteps(location.id, policy, declared);
}

/** Returns the declared registry policy with the missing statements for the source account added. */
function registryPolicyFor(
  denied: Case,
  id: KnownRegistryId,
  source: string | undefined,
): PolicyDocument | undefined {
  const { message, location } = denied;
  const accountId: AccountId | undefined = parseAccountId(source);
  const { repositoryName } = location;
  if (accountId === undefined || repositoryName === undefined) return undefined;
  const replicated =
    message.facts.action === 'ecr:CreateRepository'
      ? ({ kind: 'created', filters: [filterByName(repositoryName)], tagged: [] } as const)
      : ({ kind: 'existing', repositories: [repositoryName] } as const);
  return addStatements(
    location.registry?.policy,
    replicationStatements(id, [{ source: accountId, target: replicated }]),
  );
}

function checkReplicationSteps(failure: Case, sources: readonly Registry[]): readonly Step[] {
  const { declared, message, location } = failure;
  const region = location.region === undefined ? '' : ` --region ${location.region}`;
  return [
    commandStep(
      'Show the existing registry policy of the destination.',
      `aws ecr get-registry-policy${region} --output text --query policyText`,
      location.accountId,
      declared,
    ),
    backfillStep(failure, sources),
    {
      text: 'Then check the replication status of an image, in the account and Region of the source.',
      code: {
        language: 'sh',
        text: `aws ecr describe-image-replication-status --repository-name ${location.repositoryName ?? 'REPOSITORY'} \\\n  --image-id imageTag=${message.facts.tag ?? 'TAG'}\n`,
      },
    },
  ];
}

export const ENTRIES: FamilyEntries = {
  refused: [REPLICATION_TO_ITSELF, REPLICATION_FAILED],
};
