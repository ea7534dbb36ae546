import type { StackLayout } from '../terraform/layout';
import { resourceAddress } from '../terraform/resources';
import type { StateResource } from './state-file.held';

/** A state file that contains resources of another declaration. */
export interface StateConflict {
  readonly stateFile: string;
  readonly undeclared: readonly StateResource[];
  /** The declaration that contains all of them, if it is known. */
  readonly owner: string | undefined;
}

/** How the resources of a state differ from the stack that is to be deployed with it. */
interface StateComparison {
  /** Resources that the stack does not have in the same account. A deploy destroys them, forgets them or fails. */
  readonly undeclared: readonly StateResource[];
  /**
   * Whether the state belongs to other registries: none of its registries is declared, or one of the same name is declared in
   * another account. False if a change only removes or renames one of several registries.
   */
  readonly isOfOtherRegistries: boolean;
}

export function compareWithState(
  stateResources: readonly StateResource[],
  { providers, resources }: StackLayout,
): StateComparison {
  const accountOf = new Map(providers.map(({ alias, accountId }) => [alias, accountId]));
  const aliasOf = new Map(resources.map(({ resource, provider }) => [resourceAddress(resource), provider]));
  // A resource that was moved in the state has the previous alias there until the next apply, so the address decides.
  const declaredAccount = ({ address, provider = '' }: StateResource) =>
    accountOf.get(aliasOf.get(address) ?? provider);
  const registryResources = stateResources.filter(({ accountId }) => accountId !== undefined);
  const isInOtherAccount = (resource: StateResource) => {
    const account = declaredAccount(resource);
    return resource.accountId !== undefined && account !== undefined && account !== resource.accountId;
  };
  return {
    undeclared: stateResources.filter(
      (resource) => !aliasOf.has(resource.address) || isInOtherAccount(resource),
    ),
    isOfOtherRegistries:
      registryResources.some(isInOtherAccount) ||
      (registryResources.length > 0 &&
        registryResources.every((resource) => declaredAccount(resource) === undefined)),
  };
}
