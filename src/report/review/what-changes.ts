import type { AccountNames } from '../../access/grantee-text';
import type { Finding } from '../../plan/finding';
import { ruleChanges } from '../../plan/replication/replication-changes';
import type { Reviewed } from '../../plan/reviewed';
import { isKnown, registryText, sortedUnique, type RegistryId } from '../../registry';
import { accessLines } from './access-lines';
import { changeLines, kindOf, type ChangeKind } from './change-lines';
import type { Line } from './line';
import { flowLines, ruleLines } from './replication-lines';
import { repositoryEvents, repositoryLines } from './repository-lines';
import { driftLines, publicRepositoryLines, unreviewedLines } from './unreviewed-lines';
import { untoldLines } from './untold-lines';

export interface Group {
  readonly title: string;
  readonly lines: readonly Line[];
}

/** The changes of all plans, as text. */
export interface WhatChanges {
  /** The most important first. Groups without lines are omitted. */
  readonly groups: readonly Group[];
  /** Changed policy statements. The groups describe their effect on access. */
  readonly statements: readonly Line[];
  /** The account and Region of each registry that has a name. */
  readonly legend: readonly string[];
}

export function whatChanges(
  reviewed: Reviewed,
  names: AccountNames,
  findings: readonly Finding[] = [],
): WhatChanges {
  const { changes, access, untold, unreviewed, drift, nameOf: place } = reviewed;
  const ofKind = (kind: ChangeKind) => changeLines(changes.filter((change) => kindOf(change) === kind));
  const groups: readonly Group[] = [
    {
      title: 'Repositories',
      lines: [
        ...repositoryLines(repositoryEvents(reviewed), place),
        ...publicRepositoryLines(reviewed.publicRepositories),
      ],
    },
    { title: 'Access', lines: accessLines(access, names, place) },
    {
      title: 'Replication',
      lines: [...flowLines(access, place), ...ruleLines(ruleChanges(reviewed), place)],
    },
    { title: 'Settings', lines: ofKind('setting') },
    { title: 'Not told by the plan', lines: ofKind('unknown') },
    { title: 'Changed outside of Terraform', lines: driftLines(drift) },
    { title: 'Also', lines: untoldLines(untold) },
    { title: 'Not reviewed', lines: unreviewedLines(unreviewed) },
  ];
  return {
    groups: groups.filter(({ lines }) => lines.length > 0),
    statements: ofKind('statement'),
    legend: legendOf(reviewed, findings),
  };
}

/**
 * Returns, for example, `develop is 111111111111 in ap-northeast-1`, for each registry that changes or that a finding
 * names.
 */
function legendOf(
  { resources, before, after, nameOf }: Reviewed,
  findings: readonly Finding[],
): readonly string[] {
  const touched = resources.flatMap((each) =>
    each.action === 'no-op' ? [] : [each.before?.registry ?? [], each.after?.registry ?? []].flat(),
  );
  const held = [before, after].flatMap(({ registries }) => registries);
  const destinations = held.flatMap(({ replication }) =>
    isKnown(replication) ? replication.flatMap((rule) => rule.destinations) : [],
  );
  const isNamed = (registry: RegistryId) =>
    findings.some(({ message, help }) => `${message} ${help}`.includes(nameOf(registry)));
  return sortedUnique(
    [...touched, ...[...held, ...destinations].filter(isNamed)].flatMap((registry) => {
      const [name, address] = [nameOf(registry), registryText(registry)];
      return name === address ? [] : `${name} is ${address}`;
    }),
  );
}
