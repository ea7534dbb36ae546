import { capitalizeSentence, formatList } from '../../base/text';
import { isKnown, type Unknown } from '../../model/unknown';
import {
  isChangedInAws,
  isNamedResource,
  rowOfKind,
  type NamedKind,
  type PlannedOf,
  type PlannedResource,
  type PolicyInPlan,
} from '../../plan/model/planned-resource';
import { slotNameOf } from '../../plan/topology/slots';
import { registryMark, repositoryMark } from '../finding-text';
import type { Problem, ProblemWithoutAddress } from '../rule';
import { addressOf } from './plan-resources';
import { namedStatements, policyName, policySubject, type PolicyResource } from './policies-after';
import { reportUnknownIdentityPolicy } from './unknown-identity-policies';

/**
 * Returns the references of an expression that are ARNs of repositories. A plan shows `this[each.key].arn` only as `this`, and a
 * module output only by its name.
 */
export function repositoryArnReferences(references: readonly string[]): readonly string[] {
  return references.filter((reference) => {
    const parts = reference.split('.');
    if (parts[0] === 'module') return /repository_arns?$/.test(parts.at(-1) ?? '');
    if (parts[0] !== 'aws_ecr_repository') return false;
    return reference.endsWith('.arn') || parts.length === 2;
  });
}

/** Returns the references of an expression that contain the account of a principal. */
export function accountReferences(references: readonly string[]): readonly string[] {
  return references.filter((reference) => /account|registry_id$/.test(reference));
}

/** Reports the values of a resource that rules require and that are known only after apply. */
export function findUnknowns(resource: PlannedResource): readonly Problem[] {
  return unknownsOf(resource).map((problem) => ({ at: addressOf(resource), ...problem }));
}

function unknownsOf(resource: PlannedResource): readonly ProblemWithoutAddress[] {
  if (isNamedResource(resource)) return reportUnknownName(resource);
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
    case 'inspector':
      return reportUnknownInspector(resource);
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
  value: object | Unknown | undefined,
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

/** Reports a setting of a registry of which the prefix or name is known only after apply. */
function reportUnknownName(resource: PlannedOf<NamedKind>): readonly ProblemWithoutAddress[] {
  const name = slotNameOf(resource, 'after');
  if (resource.after === undefined || name === undefined || isKnown(name)) return [];
  const { registry } = resource.after;
  const { label, noun, consequence } = rowOfKind(resource.kind).named;
  return [
    {
      subject: { registry },
      message: `The ${label} of this ${noun} of ${registryMark(registry)} is known only after apply, so nobody can tell ${consequence}.`,
      help: `Make the ${label} of variables and locals alone.`,
    },
  ];
}

function reportUnknownInspector({ after }: PlannedOf<'inspector'>): readonly ProblemWithoutAddress[] {
  if (after === undefined || isKnown(after.enables)) return [];
  const { registry } = after;
  return [
    {
      subject: { registry },
      message: `For what Amazon Inspector is turned on in ${registryMark(registry)} is known only after apply, so nobody can tell whether images are scanned.`,
      help: 'Make resource_types of variables and locals alone.',
    },
  ];
}

/**
 * Reports a policy that is changed or deleted and whose previous version is unknown, so that gained and lost access are
 * unknown. `reportUnknownPolicy` reports a policy that is unknown after the apply.
 */
function reportUnknownPreviousPolicy(resource: PolicyResource): readonly ProblemWithoutAddress[] {
  const { action, before, after } = resource;
  const isChanged = action === 'delete' || action === 'replace' || action === 'update';
  if (!isChanged || before === undefined || !isUnreadable(before.policy)) return [];
  if (after !== undefined && after.policy.kind !== 'policy') return [];
  const because = before.policy.kind === 'faulty' ? 'cannot be read' : 'is marked as sensitive';
  return [
    {
      subject: policySubject(resource, before.registry),
      message: `${capitalizeSentence(policyName(resource))} ${because} as it was before, so nobody can tell who gains or loses access by its change.`,
      help: 'Read the policy as it is now, aws ecr get-repository-policy or get-registry-policy, and compare.',
    },
  ];
}

function isUnreadable({ kind }: PolicyInPlan): boolean {
  return kind !== 'policy';
}
