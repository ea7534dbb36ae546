import { isKnown, listed, type NotKnown } from '../../registry';
import { addressOf } from '../managing';
import { registryText, repositoryText } from '../words/place-text';
import { namedStatements, policyName, policySubject, type PolicyResource } from '../policies/policies-after';
import { accountReferences, repositoryArnReferences } from '../policies/repository-references';
import { isWritten } from '../changed';
import type { PlannedOf, PlannedResource, PolicyInPlan } from '../resources/planned';
import type { Problem } from '../rule';
import { sentence } from '../words/sentence';
import { formerWords } from './former-policies';
import { identityWords } from './identities';
import { settingWords } from './settings';
import type { Words } from './words';

/** Reports the values of a resource that rules require and that are known only after apply. */
export function undecidedIn(resource: PlannedResource): readonly Problem[] {
  return wordsFor(resource).map((words) => ({ at: addressOf(resource), ...words }));
}

function wordsFor(resource: PlannedResource): readonly Words[] {
  switch (resource.kind) {
    case 'registry-policy':
    case 'repository-policy':
      return [...formerWords(resource), ...policyWords(resource), ...attachedWords(resource)];
    case 'lifecycle-policy':
      return attachedWords(resource);
    case 'repository':
      return repositoryWords(resource);
    case 'replication':
      return unknownValue(
        resource,
        resource.after?.rules,
        'what it replicates',
        'which rules of replication it breaks',
      );
    case 'scanning':
      return unknownValue(
        resource,
        resource.after?.scanning,
        'how it scans',
        'which repositories are unscanned',
      );
    case 'account-setting':
    case 'cache-rule':
    case 'creation-template':
    case 'inspector':
      return settingWords(resource);
    case 'identity-policy':
    case 'policy-attachment':
      return identityWords(resource);
  }
}

function policyWords(resource: PolicyResource): readonly Words[] {
  const { after, kind } = resource;
  if (after === undefined || after.policy.kind === 'policy') return [];
  const subject = policySubject(resource, after.registry);
  const open =
    'nobody can tell whom it lets do what' +
    (kind === 'registry-policy' ? ', nor what may be replicated by it' : '');
  const name = sentence(policyName(resource));
  if (after.policy.kind === 'faulty') {
    // `policy-refused` reports it.
    if (isWritten(resource)) return [];
    return [
      {
        subject,
        message: `${name} is no policy that can be read: ${listed(after.policy.faults, 3)}. So ${open}.`,
        help: 'Write it with jsonencode or data.aws_iam_policy_document.',
      },
    ];
  }
  const { references, isSensitive } = after.policy;
  if (isSensitive) {
    return [
      {
        subject,
        message: `${name} is marked as sensitive, so it is neither shown nor looked at, and ${open}.`,
        help: 'Nothing in such a policy is secret; take the mark from the variables it is made of, or write nonsensitive(…).',
      },
    ];
  }
  const because = references.length === 0 ? '' : `, because it refers to ${listed(references, 4)}`;
  const partly = partlyKnownText(after.policy);
  return [
    {
      subject,
      message:
        partly !== ''
          ? `Part of ${policyName(resource)} is known only after apply${because}: ${partly}. That part cannot be checked.`
          : `${name} is known only after apply${because}, so ${open}.`,
      help: helpFor(references),
    },
  ];
}

/** Limits the length of the message. */
const MOST_STATEMENTS = 4;

/** Lists the partly known statements with their known elements; empty if no statement is known. */
function partlyKnownText(policy: PolicyInPlan): string {
  const statements = namedStatements(policy);
  const open = statements.filter(({ unknown }) => unknown.length > 0);
  const texts = open.map(({ statement: { effect, actions }, label, unknown }) => {
    const does = [...(unknown.includes('effect') ? [] : [effect]), listed(actions.values, 4)].join(' ');
    return `${label} (${does}; ${unknown.join(' and ')} not known)`;
  });
  if (texts.length > 0) return listed(texts, MOST_STATEMENTS);
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
function attachedWords(resource: PolicyResource | PlannedOf<'lifecycle-policy'>): readonly Words[] {
  if (resource.kind === 'registry-policy') return [];
  const { after, kind } = resource;
  if (after === undefined || isKnown(after.repository)) return [];
  const what = kind === 'lifecycle-policy' ? 'lifecycle policy' : 'policy';
  return [
    {
      subject: { registry: after.registry },
      message: `The repository of this ${what} is known only after apply (${registryText(after.registry)}), so it is not known which repository it is about.`,
      help: 'Refer to the name of the repository, aws_ecr_repository.<name>.name, which is known when planning.',
    },
  ];
}

function repositoryWords({ after, isDeposed }: PlannedOf<'repository'>): readonly Words[] {
  if (after === undefined || isDeposed) return [];
  const { registry, name } = after;
  if (!isKnown(name)) {
    return [
      {
        subject: { registry },
        message: `The repository ${repositoryText(registry, name)} cannot be checked: nobody can tell who may use it, nor what replicates it.`,
        help: 'Give it a name made of variables and locals alone.',
      },
    ];
  }
  const open = [
    ...(isKnown(after.forceDelete) ? [] : ['force_delete']),
    ...(isKnown(after.imageTagMutability) ? [] : ['image_tag_mutability']),
    ...(isKnown(after.scanOnPush) ? [] : ['scan_on_push']),
  ];
  if (open.length === 0) return [];
  return [
    {
      subject: { registry, repository: name },
      message: `Of the repository ${repositoryText(registry, name)}, ${open.join(' and ')} cannot be told before it is applied.`,
      help: 'Set it to a value made of variables and locals alone.',
    },
  ];
}

function unknownValue(
  { after }: PlannedOf<'replication' | 'scanning'>,
  value: object | NotKnown | undefined,
  what: string,
  whatNot: string,
): readonly Words[] {
  if (after === undefined || value === undefined || isKnown(value)) return [];
  return [
    {
      subject: { registry: after.registry },
      message: `Of the registry ${registryText(after.registry)}, ${what} is known only after apply, so nobody can tell ${whatNot}.`,
      help: 'Make its rules of variables and locals alone.',
    },
  ];
}
