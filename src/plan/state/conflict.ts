import { resourceAddress, type StackLayout } from '../../registry';
import type { HeldResource } from './held';

/** A state file that a declaration must not be deployed with. */
export interface StateConflict {
  readonly stateFile: string;
  readonly undeclared: readonly HeldResource[];
  /** The declaration that has all of them, if it is known. */
  readonly owner: string | undefined;
}

/** What a state holds that does not fit the stack that is to be deployed with it. */
interface StateComparison {
  /** Resources that the stack does not have in the same account: deploying destroys them, forgets them or fails. */
  readonly undeclared: readonly HeldResource[];
  /**
   * Whether the state is that of other registries: none of its registries is declared, or one of the same name is
   * declared in another account. A change that removes or renames one registry of several is not.
   */
  readonly isOfOtherRegistries: boolean;
}

export function compareWithState(
  held: readonly HeldResource[],
  { providers, resources }: StackLayout,
): StateComparison {
  const accountOf = new Map(providers.map(({ alias, accountId }) => [alias, accountId]));
  const aliasOf = new Map(resources.map(({ resource, provider }) => [resourceAddress(resource), provider]));
  // A resource that was moved in the state keeps the former alias there until the next apply, so the address decides.
  const declaredAccount = ({ address, provider = '' }: HeldResource) =>
    accountOf.get(aliasOf.get(address) ?? provider);
  const ofRegistries = held.filter(({ accountId }) => accountId !== undefined);
  const isElsewhere = (resource: HeldResource) => {
    const account = declaredAccount(resource);
    return resource.accountId !== undefined && account !== undefined && account !== resource.accountId;
  };
  return {
    undeclared: held.filter((resource) => !aliasOf.has(resource.address) || isElsewhere(resource)),
    isOfOtherRegistries:
      ofRegistries.some(isElsewhere) ||
      (ofRegistries.length > 0 && ofRegistries.every((resource) => declaredAccount(resource) === undefined)),
  };
}
