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
        'the replication configuration',
        'which repositories are replicated',
      );
    case 'scanning':
      return reportUnknownConfiguration(
        resource,
        resource.after?.scanning,
        'the scanning configuration',
        'which repositories are scanned',
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
    'it is unknown which principals it allows to do what' +
    (kind === 'registry-policy' ? ', and which registries it allows to replicate' : '');
  const name = capitalizeSentence(policyName(resource));
  if (after.policy.kind === 'faulty') {
    // `policy-refused` reports it.
    if (isChangedInAws(resource)) return [];
    return [
      {
        subject,
        message: `${name} is not a valid policy: ${formatList(after.policy.faults, 3)}. Therefore ${unknowns}.`,
        help: 'Write it with jsonencode or data.aws_iam_policy_document.',
      },
    ];
  }
  const { references, isSensitive } = after.policy;
  if (isSensitive) {
    return [
      {
        subject,
        message: `${name} is sensitive in this plan, so its value is not visible, and ${unknowns}.`,
        help: 'An ECR policy contains no secrets. Remove "sensitive" from the variables that it uses, or write nonsensitive(…).',
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
          ? `Part of ${policyName(resource)} is known only after apply${because}, and cannot be checked: ${partlyKnown}.`
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
    return `${label} (${does}; unknown ${unknown.join(' and ')})`;
  });
  if (texts.length > 0) return formatList(texts, MOST_STATEMENTS);
  return statements.length > 0 ? 'other statements' : '';
}

function helpFor(references: readonly string[]): string {
  if (repositoryArnReferences(references).length > 0) {
    return 'Build the ARN of the repository from account ID, Region and name ("arn:aws:ecr:<region>:<account>:repository/<name>"), instead of reading it from the resource.';
  }
  if (accountReferences(references).length > 0) {
    return 'Set the account ID as a variable or local, instead of reading it from a resource or from a data source with depends_on.';
  }
  return 'Use only variables and locals, not values of resources or of data sources with depends_on.';
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
      message: `The repository of this ${what} in ${registryMark(after.registry)} is known only after apply, so it is unknown which repository the ${what} applies to.`,
      help: 'Refer to the name of the repository, aws_ecr_repository.<name>.name, which is known in the plan.',
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
        message: `The repository ${repositoryMark(registry, name)} cannot be checked. It is unknown which principals have access to it and which rules replicate it.`,
        help: 'Use only variables and locals in the name.',
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
      message: `The repository ${repositoryMark(registry, name)} cannot be checked completely, because ${unknowns.join(' and ')} ${unknowns.length === 1 ? 'is' : 'are'} known only after apply.`,
      help: `Use only variables and locals in ${unknowns.join(' and ')}.`,
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
      message: `${capitalizeSentence(what)} of ${registryMark(after.registry)} is known only after apply, so it is unknown ${consequence}.`,
      help: 'Use only variables and locals in its rules.',
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
      message: `The ${label} of this ${noun} of ${registryMark(registry)} is known only after apply, so it is unknown ${consequence}.`,
      help: `Use only variables and locals in the ${label}.`,
    },
  ];
}

function reportUnknownInspector({ after }: PlannedOf<'inspector'>): readonly ProblemWithoutAddress[] {
  if (after === undefined || isKnown(after.enables)) return [];
  const { registry } = after;
  return [
    {
      subject: { registry },
      message: `The resource types that Amazon Inspector is enabled for in ${registryMark(registry)} are known only after apply, so it is unknown whether images are scanned.`,
      help: 'Use only variables and locals in resource_types.',
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
  const because = before.policy.kind === 'faulty' ? 'is not a valid policy' : 'is sensitive in this plan';
  return [
    {
      subject: policySubject(resource, before.registry),
      message: `The previous version of ${policyName(resource)} ${because}, so it is unknown which principals gain or lose access.`,
      help: 'To read the current version, run: aws ecr get-repository-policy or get-registry-policy. Then compare the two versions.',
    },
  ];
}

function isUnreadable({ kind }: PolicyInPlan): boolean {
  return kind !== 'policy';
}
