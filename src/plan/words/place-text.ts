import { isKnown, type NotKnown, type RegistryId, type RepositoryName } from '../../registry';

/** `111111111111 in ap-northeast-1`. What a plan does not tell is a text that says so. */
export function registryText({ accountId, region }: RegistryId): string {
  return `${accountId} in ${region}`;
}

/** `'my-repo' (111111111111 in ap-northeast-1)`. */
export function repositoryText(registry: RegistryId, name: RepositoryName | NotKnown): string {
  return isKnown(name)
    ? `'${name}' (${registryText(registry)})`
    : `of a name that is known only after apply (${registryText(registry)})`;
}
