import { groupBy, sortedBy, sortedUnique } from '../../base/collections';
import { count, formatList, quoteAll } from '../../base/text';
import type { ImageTagMutability } from '../../model/settings';
import type { Alignment } from './align-replicas';
import type { Note } from './notes';
import type { Omission } from './parts';

/** Returns a note for each change of a setting in a registry, with all replicas that it applies to. */
export function alignmentNotes(alignments: readonly Alignment[]): readonly Note[] {
  const groups = groupBy(alignments.filter(isChange), (each) =>
    JSON.stringify([each.registry, each.setting, changeText(each, '')]),
  );
  const notes = [...groups.values()].map((group): Note => {
    const [first] = group;
    const { registry, setting } = first;
    const repositories = sortedUnique(group.map(({ repository }) => repository));
    const replicas = `${count(repositories.length, 'replica', 'replicas')} in '${registry}'`;
    return {
      kind: 'change',
      registry,
      repositories,
      part: setting === 'lifecyclePolicy' ? 'lifecycle' : setting,
      what: `The plan ${changeText(first, replicas)}.`,
      why: `Repositories: ${formatList(quoteAll(repositories), 4)}.`,
      fix: undefined,
    };
  });
  return sortedBy(notes, ({ registry, part, what }) => [registry, part, what].join(' '));
}

/** Terraform does not delete what the declaration does not contain. */
function isChange({ after }: Alignment): boolean {
  return after !== undefined;
}

function changeText(alignment: Alignment, replicas: string): string {
  switch (alignment.setting) {
    case 'imageTagMutability': {
      const { before, after } = alignment;
      return `changes imageTagMutability of ${replicas} from ${mutabilityText(before)} to ${mutabilityText(after)}`;
    }
    case 'scanOnPush':
      return alignment.before === undefined
        ? `sets scanOnPush of ${replicas} to ${String(alignment.after)}`
        : `changes scanOnPush of ${replicas} from ${String(alignment.before)} to ${String(alignment.after)}`;
    case 'lifecyclePolicy':
      return alignment.before === undefined
        ? `creates a lifecycle policy for ${replicas}`
        : `replaces the lifecycle policy of ${replicas} with that of the original`;
    case 'tags':
      return `changes the tags of ${replicas} to those of the original`;
  }
}

function mutabilityText({ mode, exclusionFilters }: ImageTagMutability): string {
  return exclusionFilters.length === 0 ? mode : `${mode} (exclusions: ${formatList(exclusionFilters, 5)})`;
}

/** Returns the settings that only replicas have. The declaration has one entry for each name, so it cannot contain them. */
export function replicaOnlyOmissions(alignments: readonly Alignment[]): readonly Omission[] {
  return alignments.flatMap((each): readonly Omission[] => {
    if (isChange(each)) return [];
    const { setting, registry, repository, original } = each;
    return setting === 'lifecyclePolicy'
      ? [
          {
            part: { kind: 'lifecycle', registry, repository },
            why: `The repository of that name in '${original}' has no lifecycle policy. Terraform does not delete the policy in '${registry}'.`,
            fix: "Delete it with 'aws ecr delete-lifecycle-policy', or declare 'lifecycle' of the repository.",
          },
        ]
      : [
          {
            part: { kind: 'scanOnPush', registry, repository },
            why: `The repository of that name in '${original}' does not set it. Terraform does not change the setting in '${registry}'.`,
            fix: "To manage it, declare 'scanOnPush' of the repository.",
          },
        ];
  });
}
