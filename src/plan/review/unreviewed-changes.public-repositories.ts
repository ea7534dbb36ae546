import type { PlanDocument, ResourceChange } from '../model/document';
import { isUnknown, textAt } from '../model/values';
import type { Address } from '../model/planned-resource';

/** A repository of Amazon ECR Public. The model contains only private registries. */
export interface PublicRepository extends Address {
  readonly action: ResourceChange['action'];
  readonly name: string;
  /** Whether AWS deletes the repository even if it contains images. */
  readonly forceDestroy: boolean;
  readonly accountId: string | undefined;
}

/** Whether the plan deletes the repository. Without `force_destroy` this fails while it contains images. */
export function isDeleted({ action }: PublicRepository): boolean {
  return action === 'delete' || action === 'replace';
}

/** Returns the repositories of ECR Public that the plans change, in the plans' order. */
export function publicRepositoriesIn(plans: readonly PlanDocument[]): readonly PublicRepository[] {
  return plans.flatMap(({ file, changes }) =>
    changes
      .filter(({ type, action }) => type === 'aws_ecrpublic_repository' && action !== 'no-op')
      .map(({ address, action, before, after, beforeSensitive }): PublicRepository => {
        const values = before ?? after;
        const name = isUnknown(beforeSensitive, 'repository_name')
          ? undefined
          : textAt(values, 'repository_name');
        return {
          plan: file,
          address,
          action,
          name: name ?? address,
          forceDestroy: before?.force_destroy === true,
          accountId: textAt(values, 'registry_id'),
        };
      }),
  );
}
