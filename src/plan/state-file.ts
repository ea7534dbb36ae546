import { readFileBytes, type SizeLimit } from '../base/file';
import type { StackLayout } from '../terraform/layout';
import { resourceAddress } from '../terraform/resources';
import type { Json } from './model/document';
import { itemsAt, textAt } from './model/values';

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

/** A managed resource of the root module in a Terraform state. */
export interface StateResource {
  /** `aws_ecr_repository.develop-my-repo` */
  readonly address: string;
  /** The alias of the provider that created it. */
  readonly provider: string | undefined;
  /** The account of the registry; undefined for resources that are not part of a registry. */
  readonly accountId: string | undefined;
}

/** A state with 30,000 resources has about 50 MB. */
const MAX_SIZE: SizeLimit = { bytes: 500_000_000, text: '500 MB' };

/**
 * Reads the managed resources of a local state file. Returns none if the file does not exist or is not a state of version 4,
 * which Terraform has written since 0.12: Terraform itself reports that.
 */
export function readStateResources(file: string): readonly StateResource[] {
  const bytes = readFileBytes(file, MAX_SIZE);
  const state = 'content' in bytes ? parseJson(bytes.content) : undefined;
  return itemsAt(state, 'resources').flatMap((resource): readonly StateResource[] => {
    const type = textAt(resource, 'type');
    const name = textAt(resource, 'name');
    if (type === undefined || name === undefined) return [];
    if (textAt(resource, 'mode') !== 'managed' || textAt(resource, 'module') !== undefined) return [];
    // A failed create leaves an empty list.
    const [instance] = itemsAt(resource, 'instances');
    if (instance === undefined) return [];
    return [
      {
        address: `${type}.${name}`,
        // provider["registry.terraform.io/hashicorp/aws"].develop
        provider: /\]\.([\w-]+)$/.exec(textAt(resource, 'provider') ?? '')?.[1],
        accountId: textAt(instance, 'attributes', 'registry_id'),
      },
    ];
  });
}

function parseJson(bytes: Buffer): Json | undefined {
  try {
    return JSON.parse(bytes.toString('utf8')) as Json; // typed as any
  } catch {
    return undefined;
  }
}
