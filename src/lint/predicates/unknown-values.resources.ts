import { capitalizeSentence } from '../../base/text';
import { formatList } from '../../base/text.listed';
import { isKnown, type UnknownValue } from '../../model/unknown';
import type { PlannedOf, PlannedResource, PolicyInPlan } from '../../plan/model/planned-resource';
import { isChangedInAws } from '../../plan/model/planned-resource.changed';
import { registryMark, repositoryMark } from '../finding-text';
import type { Problem } from '../rule';
import type { ProblemWithoutAddress } from '../rule.words';
import { addressOf } from './plan-resources';
import { namedStatements, policyName, policySubject, type PolicyResource } from './policies-after';
import { reportUnknownIdentityPolicy } from './unknown-identity-policies';
import { accountReferences, repositoryArnReferences } from './unknown-values';
import { reportUnknownPreviousPolicy } from './unknown-values.former-policies';
import { reportUnknownSetting } from './unknown-values.settings';

/** Reports the values of a resource that rules require and that are known only after apply. */
export function findUnknowns(resource: PlannedResource): readonly Problem[] {
  return unknownsOf(resource).map((problem) => ({ at: addressOf(resource), ...problem }));
}

function unknownsOf(resource: PlannedResource): readonly ProblemWithoutAddress[] {
  switch (resource.kind) {
    case 'registry-policy':
    case 'repository-policy':
      return [
        ...reportUnknownPreviousPolicy(resource),
        ...reportUnknownPolicy(resource),
        ...reportUnknownRepository(resource),
      ];
    case 'lifecycle-policy':
      return reportUnknownRepository(resource);
    case 'repository':
      return reportUnknownRepositorySettings(resource);
    case 'replication':
      return reportUnknownConfiguration(
        resource,
        resource.after?.rules,
        'what it replicates',
        'which rules of replication it breaks',
      );
    case 'scanning':
      return reportUnknownConfiguration(
        resource,
        resource.after?.scanning,
        'how it scans',
        'which repositories are unscanned',
      );
    case 'account-setting':
    case 'cache-rule':
    case 'creation-template':
    case 'inspector':
      return reportUnknownSetting(resource);
    case 'identity-policy':
    case 'policy-attachment':
      return reportUnknownIdentityPolicy(resource);
  }
}

function reportUnknownPolicy(resource: PolicyResource): readonly ProblemWithoutAddress[] {
  const { after, kind } = resource;
  if (after === undefined || after.policy.kind === 'policy') return [];
  const subject = policySubject(resource, after.registry);
  const unknowns =
    'nobody can tell whom it lets do what' +
    (kind === 'registry-policy' ? ', nor what may be replicated by it' : '');
  const name = capitalizeSentence(policyName(resource));
  if (after.policy.kind === 'faulty') {
    // `policy-refused` reports it.
    if (isChangedInAws(resource)) return [];
    return [
      {
        subject,
        message: `${name} is no policy that can be read: ${formatList(after.policy.faults, 3)}. So ${unknowns}.`,
        help: 'Write it with jsonencode or data.aws_iam_policy_document.',
      },
    ];
  }
  const { references, isSensitive } = after.policy;
  if (isSensitive) {
    return [
      {
        subject,
        message: `${name} is marked as sensitive, so it is neither shown nor looked at, and ${unknowns}.`,
        help: 'Nothing in such a policy is secret; take the mark from the variables it is made of, or write nonsensitive(…).',
      },
    ];
  }
  const because = references.length === 0 ? '' : `, because it refers to ${formatList(references, 4)}`;
  const partlyKnown = partlyKnownText(after.policy);
  return [
    {
      subject,
      message:
        partlyKnown !== ''
          ? `Part of ${policyName(resource)} is known only after apply${because}: ${partlyKnown}. That part cannot be checked.`
          : `${name} is known only after apply${because}, so ${unknowns}.`,
      help: helpFor(references),
    },
  ];
}

/** Limits the length of the message. */
const MOST_STATEMENTS = 4;

/** Lists the partly known statements with their known elements; empty if no statement is known. */
function partlyKnownText(policy: PolicyInPlan): string {
  const statements = namedStatements(policy);
  const unknowns = statements.filter(({ unknown }) => unknown.length > 0);
  const texts = unknowns.map(({ statement: { effect, actions }, label, unknown }) => {
    const does = [...(unknown.includes('effect') ? [] : [effect]), formatList(actions.values, 4)].join(' ');
    return `${label} (${does}; ${unknown.join(' and ')} not known)`;
  });
  if (texts.length > 0) return formatList(texts, MOST_STATEMENTS);
  return statements.length > 0 ? 'other statements' : '';
}

function helpFor(references: readonly string[]): string {
  if (repositoryArnReferences(references).length > 0) {
    return 'Write the ARN of the repository from account id, Region and name ("arn:aws:ecr:<region>:<account>:repository/<name>") instead of reading it back from the resource.';
  }
  if (accountReferences(references).length > 0) {
    return 'Write the account id as a variable or local, instead of reading it from a resource or from a data source that waits for one (depends_on).';
  }
  return 'Make it of variables and locals alone, without what a resource or a data source with depends_on gives.';
}

/** Reports a policy of a repository whose name is known only after apply. */
function reportUnknownRepository(
  resource: PolicyResource | PlannedOf<'lifecycle-policy'>,
): readonly ProblemWithoutAddress[] {
  if (resource.kind === 'registry-policy') return [];
  const { after, kind } = resource;
  if (after === undefined || isKnown(after.repository)) return [];
  const what = kind === 'lifecycle-policy' ? 'lifecycle policy' : 'policy';
  return [
    {
      subject: { registry: after.registry },
      message: `The repository of this ${what} is known only after apply (${registryMark(after.registry)}), so it is not known which repository it is about.`,
      help: 'Refer to the name of the repository, aws_ecr_repository.<name>.name, which is known when planning.',
    },
  ];
}

function reportUnknownRepositorySettings({
  after,
  isDeposed,
}: PlannedOf<'repository'>): readonly ProblemWithoutAddress[] {
  if (after === undefined || isDeposed) return [];
  const { registry, name } = after;
  if (!isKnown(name)) {
    return [
      {
        subject: { registry },
        message: `The repository ${repositoryMark(registry, name)} cannot be checked: nobody can tell who may use it, nor what replicates it.`,
        help: 'Give it a name made of variables and locals alone.',
      },
    ];
  }
  const unknowns = [
    ...(isKnown(after.forceDelete) ? [] : ['force_delete']),
    ...(isKnown(after.imageTagMutability) ? [] : ['image_tag_mutability']),
    ...(isKnown(after.scanOnPush) ? [] : ['scan_on_push']),
  ];
  if (unknowns.length === 0) return [];
  return [
    {
      subject: { registry, repository: name },
      message: `Of the repository ${repositoryMark(registry, name)}, ${unknowns.join(' and ')} cannot be told before it is applied.`,
      help: 'Set it to a value made of variables and locals alone.',
    },
  ];
}

function reportUnknownConfiguration(
  { after }: PlannedOf<'replication' | 'scanning'>,
  value: object | UnknownValue | undefined,
  what: string,
  consequence: string,
): readonly ProblemWithoutAddress[] {
  if (after === undefined || value === undefined || isKnown(value)) return [];
  return [
    {
      subject: { registry: after.registry },
      message: `Of the registry ${registryMark(after.registry)}, ${what} is known only after apply, so nobody can tell ${consequence}.`,
      help: 'Make its rules of variables and locals alone.',
    },
  ];
}
