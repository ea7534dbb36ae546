import { formatList, quoteAll } from '../../base/text';
import type { PlanReview } from '../../plan/review/review';
import { registryMark } from '../finding-text';
import { droppedPaths, type DroppedPath } from '../replication/dropped-paths';
import { defineRule, type Problem } from '../rule';

export const replicationDestinationRemoved = defineRule({
  id: 'replication-destination-removed',
  severity: 'warning',
  doc: 'Replication stops because a destination or filter is removed.',
  why:
    'The plan shows only an update of one resource, and destroys nothing. Images that are pushed after the apply do not ' +
    'arrive in the destination. If the same plans destroy the replica, repository-destroyed reports it. ' +
    'https://docs.aws.amazon.com/AmazonECR/latest/userguide/replication.html',
  options: {},
  check: (reviewed) => droppedPaths(reviewed).flatMap((path) => problemOf(path, reviewed)),
});

function problemOf(path: DroppedPath, reviewed: PlanReview): readonly Problem[] {
  const { from, to, names, filters } = path;
  const at = reviewed.resourceOf('before', 'replication', from);
  if (at === undefined || names.length + filters.length === 0) return [];
  const [only, ...others] = names;
  const [source, destination] = [registryMark(from), registryMark(to)];
  const check = `If you intend this, make sure that nothing needs new images in ${destination}.`;
  return [
    {
      at,
      subject: {
        registry: from,
        repository: others.length === 0 ? only : undefined,
        destination: to,
      },
      message:
        `Stops the replication of ${droppedText(path)} from ${source} to ${destination}. ` +
        'Images that are pushed after the apply do not arrive in the destination.',
      help: `${check} Otherwise, keep the destination and a repository_filter that matches the repositories.`,
      helpForDeclaration: `${check} Otherwise, keep a rule from ${source} to ${destination} with these repositories under 'replication' in topology.yaml.`,
    },
  ];
}

/** Lists the repositories in these plans, then the prefixes that the removed filters matched. */
function droppedText({ names, filters, kept }: DroppedPath): string {
  const isNamed = names.length > 0;
  const rest = filters.map((filter) => {
    const matched = kept.filter((each) => filter === 'all' || each.startsWith(filter));
    const but = formatList(quoteAll(matched), 4);
    if (filter === 'all') {
      const which = isNamed ? 'all other repositories' : 'all repositories';
      return matched.length === 0 ? which : `${which} that do not start with ${but}`;
    }
    const which = `${isNamed ? 'other repositories' : 'repositories'} that start with '${filter}'`;
    return matched.length === 0 ? which : `${which} but not with ${but}`;
  });
  const all = [
    ...(isNamed ? [formatList(quoteAll(names), 8)] : []),
    ...(rest.length > 0 ? [formatList(rest, 8)] : []),
  ];
  return all.join(' and ');
}
