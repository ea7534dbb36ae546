import { ruleEntryText } from '../../access';
import {
  replicationStatements,
  type AccountId,
  type PolicyDocument,
  type Registry,
  type RegistryId,
  type RepositoryFilter,
} from '../../registry';
import { askReplication, type Answer } from '../answer';
import {
  accountText,
  policyToChange,
  registryText,
  shortRegistryText,
  repositoryText,
  type Case,
  type Conclusion,
} from '../case';
import { DEPLOY_CHANGE, showPolicyStep } from '../commands';
import type { Step } from '../diagnosis';
import { PAGES } from '../pages';
import { putRegistryPolicySteps } from '../policy-steps';
import { accountIdOf } from '../place';
import { backfillStep } from './backfill';
import { withAdded } from './grant';
import { sourceAccount, sourceName, sourcesOf } from './sources';

/**
 * Explains a denied replication. ECR replicates with a service-linked role of the source account, which needs no
 * further identity policy. The missing Allow is always in the registry policy of the destination, in its account and
 * Region.
 */
export function replicationDenied(denied: Case): Conclusion {
  const { declared, message, place } = denied;
  const { action = 'ecr:ReplicateImage' } = message.facts;
  const source = sourceAccount(denied);
  const sources = sourcesOf(denied);
  const answer = askReplication(declared, source, action, place);
  const isCreation = action === 'ecr:CreateRepository';
  return {
    summary: `${registryText(place)} did not let ${accountText(source, declared, 'the source account')} replicate into ${repositoryText(denied)}.`,
    cause: [
      `The registry policy of the destination has to allow ${action} to the root of the source's account. It is a policy of the registry, one for each account and Region. An Allow of it in a repository policy is taken by ECR and does nothing (a Deny there may count), and nothing in the source's account helps.`,
      ...(isCreation
        ? ['The destination has no repository of this name: ECR may create it, or it is declared there.']
        : []),
      toldBy(denied, answer, sources),
      'A Condition on aws:SourceAccount or aws:SourceArn has been seen to keep replication out, too.',
    ]
      .filter((each) => each !== '')
      .join(' '),
    policies: [
      policyToChange(
        'registry policy',
        place.accountId,
        declared,
        shortRegistryText(place),
        `it has to allow ${action} to ${source === undefined ? "the source's account" : `arn:aws:iam::${source}:root`}`,
      ),
    ],
    steps: [...declareSteps(denied, answer), ...jsonSteps(denied, answer, source), ...checkSteps(denied)],
    certainty: { level: 'certain', because: 'only the registry policy of the destination decides this' },
    page: PAGES.replicationPolicy,
  };
}

export interface ReplicationFailed {
  readonly code: string;
}

/**
 * Explains a `failureCode` of ECR. A code for denied access has the same cause as the access denied message in
 * CloudTrail.
 */
export function replicationFailed(failed: Case<ReplicationFailed>): Conclusion {
  const { code } = failed.message;
  if (/ACCESS_?DENIED|PERMISSION|Unauthorized/i.test(code)) return replicationDenied(failed);
  const { place } = failed;
  return {
    summary: `Replication into ${repositoryText(failed)} in ${registryText(place)} failed: ${code}.`,
    cause:
      'AWS lists no meanings of these codes. The usual causes: the repository is not at the destination and ECR may not create it; its tags are immutable and the tag is taken; the Region is not enabled for one of the accounts; the key of a repository creation template cannot be used.',
    policies: [],
    steps: checkSteps(failed),
    certainty: { level: 'open', because: 'the code is all that is known' },
    page: PAGES.replication,
  };
}

export function replicationToItself({ declared }: Case): Conclusion {
  const names = (declared?.topology.registries ?? []).map(({ name }) => name).join(', ');
  return {
    summary: 'A replication rule leads back to the registry it starts from.',
    cause: `A destination differs from the source in account or in Region.${names === '' ? '' : ` The topology has ${names}, and refuses such a rule by itself, so that the one at hand was written elsewhere or with other credentials.`}`,
    policies: [],
    steps: [
      {
        text: 'Remove the own account and Region from the destinations, or put the configuration on the registry that it was meant for: the credentials and Region of the call decide which one that is.',
      },
      {
        text: 'Look at account and Region of the call.',
        code: { language: 'sh', text: 'aws sts get-caller-identity\naws configure get region\n' },
      },
    ],
    certainty: { level: 'certain', because: 'ECR says so' },
    page: PAGES.replication,
  };
}

function toldBy({ declared, place }: Case, answer: Answer | undefined, sources: readonly Registry[]): string {
  if (declared === undefined) return '';
  if (place.registry === undefined) return 'The topology does not declare the destination.';
  if (answer?.resource === 'allows') {
    return `In the topology the registry policy of ${place.registry.name} allows it, so what AWS has differs: it is not deployed, something else has overwritten it, or it stands in a repository policy.`;
  }
  return sources.length === 0
    ? `The topology has no replication rule into registry ${place.registry.name} for this repository, so that its registry policy does not allow it.`
    : `In the topology the registry policy of ${place.registry.name} does not allow it.`;
}

function declareSteps(denied: Case, answer: Answer | undefined): readonly Step[] {
  const { message, place } = denied;
  const { registry, repositoryName } = place;
  if (registry === undefined || repositoryName === undefined) return [];
  if (answer?.resource === 'allows') {
    return [
      {
        text: `Deploy the registry policy of ${registry.name}: topology.yaml has it already. Remove the statement from the repository policy, if it is there.`,
        code: { language: 'sh', text: 'npx cdktf diff\nnpx cdktf deploy\n' },
      },
    ];
  }
  const from = sourceName(denied);
  if (from === undefined) return [];
  const isCreation = message.facts.action === 'ecr:CreateRepository';
  return [
    {
      text: `${isCreation ? 'Declare the repository, or let' : 'Let'} the topology write both sides, in topology.yaml.`,
      code: {
        language: 'yaml',
        text: `${ruleEntryText({ from: [from], to: [registry.name], repositories: [repositoryName] })}${isCreation ? '    createRepositories: true\n' : ''}`,
      },
    },
    DEPLOY_CHANGE,
  ];
}

function jsonSteps(denied: Case, answer: Answer | undefined, source: string | undefined): readonly Step[] {
  const { declared, place } = denied;
  if (place.id === undefined) return [];
  const existing = place.registry?.policy;
  const policy = answer?.resource === 'allows' ? existing : registryPolicyFor(denied, place.id, source);
  return policy === undefined ? [] : putRegistryPolicySteps(place.id, policy, declared);
}

/** Returns the declared registry policy with the missing statements for the source account added. */
function registryPolicyFor(
  denied: Case,
  id: RegistryId,
  source: string | undefined,
): PolicyDocument | undefined {
  const { message, place } = denied;
  const accountId: AccountId | undefined = accountIdOf(source);
  const { repositoryName } = place;
  if (accountId === undefined || repositoryName === undefined) return undefined;
  const replicated =
    message.facts.action === 'ecr:CreateRepository'
      ? // A whole name is a prefix, too, and fits its pattern.
        ({ kind: 'created', filters: [repositoryName as string as RepositoryFilter], tagged: [] } as const)
      : ({ kind: 'existing', repositories: [repositoryName] } as const);
  return withAdded(
    place.registry?.policy,
    replicationStatements(id, [{ source: accountId, target: replicated }]),
  );
}

function checkSteps(found: Case): readonly Step[] {
  const { declared, message, place } = found;
  const region = place.region === undefined ? '' : ` --region ${place.region}`;
  return [
    showPolicyStep(
      'See what the registry policy of the destination says now.',
      `aws ecr get-registry-policy${region} --output text --query policyText`,
      place.accountId,
      declared,
    ),
    backfillStep(found),
    {
      text: 'Then look at the status of an image, in the account and Region of the source.',
      code: {
        language: 'sh',
        text: `aws ecr describe-image-replication-status --repository-name ${place.repositoryName ?? 'REPOSITORY'} \\\n  --image-id imageTag=${message.facts.tag ?? 'TAG'}\n`,
      },
    },
  ];
}
