import type { AccountNames } from '../../access/evaluate/grantees.grantee-text';
import { registryText, type RegistryId } from '../../aws/arn';
import { sortedUnique } from '../../base/collections';
import { ruleChanges } from '../../lint/replication/rule-changes';
import type { Finding } from '../../lint/rule.finding';
import { isKnown } from '../../model/unknown';
import type { PlanReview } from '../../plan/review/review.reviewed';
import { accessLines } from './access-lines';
import { categoryOf, changeLines, type ChangeCategory } from './changes';
import type { Line } from './line';
import { flowLines, ruleLines } from './replication-lines';
import { repositoryEvents, repositoryLines } from './repository-lines';
import { driftLines, publicRepositoryLines, unreviewedLines } from './unreviewed-lines';
import { sensitiveChangeLines } from './unreviewed-lines.untold-lines';

export interface LineGroup {
  readonly title: string;
  readonly lines: readonly Line[];
}

/** The changes of all plans, as text. */
export interface ChangeSummary {
  /** The most important first. Groups without lines are omitted. */
  readonly groups: readonly LineGroup[];
  /** Changed policy statements. The groups describe their effect on access. */
  readonly statements: readonly Line[];
  /** The account and Region of each registry that has a name. */
  readonly legend: readonly string[];
}

export function summariseChanges(
  reviewed: PlanReview,
  names: AccountNames,
  findings: readonly Finding[] = [],
): ChangeSummary {
  const { changes, access, sensitiveChanges, unreviewed, drift, nameOf: registryName } = reviewed;
  const ofKind = (kind: ChangeCategory) =>
    changeLines(changes.filter((change) => categoryOf(change) === kind));
  const groups: readonly LineGroup[] = [
    {
      title: 'Repositories',
      lines: [
        ...repositoryLines(repositoryEvents(reviewed), registryName),
        ...publicRepositoryLines(reviewed.publicRepositories),
      ],
    },
    { title: 'Access', lines: accessLines(access, names, registryName) },
    {
      title: 'Replication',
      lines: [...flowLines(access, registryName), ...ruleLines(ruleChanges(reviewed), registryName)],
    },
    { title: 'Settings', lines: ofKind('setting') },
    { title: 'Not told by the plan', lines: ofKind('unknown') },
    { title: 'Changed outside of Terraform', lines: driftLines(drift) },
    { title: 'Also', lines: sensitiveChangeLines(sensitiveChanges) },
    { title: 'Not reviewed', lines: unreviewedLines(unreviewed) },
  ];
  return {
    groups: groups.filter(({ lines }) => lines.length > 0),
    statements: ofKind('statement'),
    legend: registryLegend(reviewed, findings),
  };
}

/**
 * Returns, for example, `develop is 111111111111 in ap-northeast-1`, for each registry that changes or that a finding
 * names.
 */
function registryLegend(
  { resources, before, after, nameOf }: PlanReview,
  findings: readonly Finding[],
): readonly string[] {
  const changedRegistries = resources.flatMap((each) =>
    each.action === 'no-op' ? [] : [each.before?.registry ?? [], each.after?.registry ?? []].flat(),
  );
  const knownRegistries = [before, after].flatMap(({ registries }) => registries);
  const destinations = knownRegistries.flatMap(({ replication }) =>
    isKnown(replication) ? replication.flatMap((rule) => rule.destinations) : [],
  );
  const isMentioned = (registry: RegistryId) =>
    findings.some(({ message, help }) => `${message} ${help}`.includes(nameOf(registry)));
  return sortedUnique(
    [...changedRegistries, ...[...knownRegistries, ...destinations].filter(isMentioned)].flatMap(
      (registry) => {
        const [name, address] = [nameOf(registry), registryText(registry)];
        return name === address ? [] : `${name} is ${address}`;
      },
    ),
  );
}
