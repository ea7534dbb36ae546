import { groupBy } from '../../base/collections';
import { count } from '../../base/text';
import {
  isDeleted,
  isOfEcr,
  type DriftedResource,
  type PublicRepository,
  type SensitiveChange,
  type UnreviewedChanges,
} from '../../plan/review/unreviewed-changes';
import { nameList, type Line } from './line';

type Action = UnreviewedChanges['action'];

const ACTION_MARKS: Readonly<Record<Action, Line['mark']>> = {
  create: '+',
  delete: '-',
  forget: '-',
  'no-op': '~',
  read: '~',
  replace: '~',
  update: '~',
};

const ACTION_VERBS: Readonly<Record<Action, string>> = {
  create: 'created',
  delete: 'destroyed',
  forget: 'forgotten',
  'no-op': 'unchanged',
  read: 'read',
  replace: 'replaced',
  update: 'changed',
};

/**
 * Counts the changes that are not reviewed, by type and action: `aws_s3_bucket: 2 created (aws_s3_bucket.logs and
 * others)`.
 */
export function unreviewedLines(changes: readonly UnreviewedChanges[]): readonly Line[] {
  return changes.map(({ type, action, number, address }) => ({
    mark: ACTION_MARKS[action],
    isCritical: isOfEcr({ type }) && (action === 'delete' || action === 'replace'),
    text: `${type}: ${number} ${ACTION_VERBS[action]} (${address}${number > 1 ? ' and others' : ''})`,
  }));
}

/** Describes deleted repositories of ECR Public. Other changes of them are not reviewed. */
export function publicRepositoryLines(repositories: readonly PublicRepository[]): readonly Line[] {
  return repositories.filter(isDeleted).map(({ name, action, forceDestroy }) => {
    const verb = action === 'replace' ? 'replaced' : 'destroyed';
    const images = forceDestroy
      ? ' with all its images (force_destroy is enabled)'
      : ' (fails while it contains images)';
    return { mark: '-', isCritical: forceDestroy, text: `public repository ${name} is ${verb}${images}` };
  });
}

/**
 * Returns, for example, `3 other changes are not reviewed (aws_iam_role, aws_s3_bucket)`, or an empty string if there
 * are none.
 */
export function summariseUnreviewed(changes: readonly UnreviewedChanges[]): string {
  const number = changes.reduce((sum, each) => sum + each.number, 0);
  if (number === 0) return '';
  const be = number === 1 ? 'is' : 'are';
  return `${count(number, 'other change', 'other changes')} ${be} not reviewed (${nameList(changes.map(({ type }) => type))})`;
}

/** Describes changes outside of Terraform since the last apply. */
export function driftLines(drift: readonly DriftedResource[]): readonly Line[] {
  const alike = groupBy(drift, ({ type, kind, action }) => JSON.stringify([type, kind, action]));
  return [...alike.values()].map((same) => {
    const [{ type, kind, action }] = same;
    const isRepository = type === 'aws_ecr_repository';
    const addresses = nameList(same.map(({ address }) => address));
    const was = same.length === 1 ? 'was' : 'were';
    return {
      mark: kind === 'deleted' ? '-' : '~',
      isCritical: isRepository && kind === 'deleted',
      text: `${addresses} ${was} ${kind} outside of Terraform${driftOutcome(isRepository, action)}`,
    };
  });
}

function driftOutcome(isRepository: boolean, action: Action | undefined): string {
  switch (action) {
    case 'create':
      return isRepository ? '; the plan creates it again, empty' : '; the plan creates it again';
    case 'replace':
    case 'update':
      return '; the plan reverts this';
    case 'delete':
      return '; the plan destroys it';
    case 'forget':
    case 'no-op':
    case 'read':
    case undefined:
      return '';
  }
}

/** Lists changes with sensitive values. Only the plan shows what they contain. */
export function sensitiveChangeLines(changes: readonly SensitiveChange[]): readonly Line[] {
  return changes.map(({ address, action }) => ({
    mark: SENSITIVE_MARKS[action],
    isCritical: false,
    text: `${address} is ${SENSITIVE_VERBS[action]}; its sensitive values are not visible`,
  }));
}

const SENSITIVE_MARKS: Readonly<Record<SensitiveChange['action'], Line['mark']>> = {
  create: '+',
  delete: '-',
  forget: '-',
  'no-op': '~',
  read: '~',
  replace: '~',
  update: '~',
};

const SENSITIVE_VERBS: Readonly<Record<SensitiveChange['action'], string>> = {
  create: 'created',
  delete: 'destroyed',
  forget: 'forgotten',
  'no-op': 'unchanged',
  read: 'read',
  replace: 'replaced',
  update: 'changed',
};
