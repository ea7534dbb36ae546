import type { Deployment } from '../model/deployment';
import { resourceAddress, resourcesOf } from '../terraform/resources';
import type { Topology } from '../model/topology';

/** The number of declared resources of a registry that Terraform imports, or no longer imports. */
export interface ImportsChange {
  readonly kind: 'imports-added' | 'imports-removed';
  readonly registry: string;
  readonly number: number;
}

/** A declaration without errors. */
interface DeclaredImports {
  readonly topology: Topology;
  readonly deployment: Pick<Deployment, 'imports'>;
}

/** Returns one change for each registry, because a single `import: true` imports all resources of the registry. */
export function diffImports(before: DeclaredImports, after: DeclaredImports): readonly ImportsChange[] {
  const previous = new Set(before.deployment.imports);
  const current = new Set(after.deployment.imports);
  if (previous.size === 0 && current.size === 0) return [];
  return after.topology.registries.flatMap((registry): readonly ImportsChange[] => {
    const addresses = resourcesOf(registry).map(resourceAddress);
    const countChange = (
      kind: ImportsChange['kind'],
      some: ReadonlySet<string>,
      others: ReadonlySet<string>,
    ) => {
      const number = addresses.filter((address) => some.has(address) && !others.has(address)).length;
      return number === 0 ? [] : [{ kind, registry: registry.name, number }];
    };
    return [
      ...countChange('imports-added', current, previous),
      ...countChange('imports-removed', previous, current),
    ];
  });
}

export function describeImportsChange({ kind, registry, number }: ImportsChange): string {
  const subject = number === 1 ? `1 resource of ${registry} is` : `${number} resources of ${registry} are`;
  const pronoun = number === 1 ? 'it' : 'them';
  return kind === 'imports-added'
    ? `${subject} taken over instead of created`
    : `${subject} no longer taken over, but created where the state does not have ${pronoun}`;
}
