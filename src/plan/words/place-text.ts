import { isKnown, registryText, type NotKnown, type RegistryId, type RepositoryName } from '../../registry';

export { registryText };

/** `'my-repo' (111111111111 in ap-northeast-1)`. */
export function repositoryText(registry: RegistryId, name: RepositoryName | NotKnown): string {
  return isKnown(name)
    ? `'${name}' (${registryText(registry)})`
    : `of a name that is known only after apply (${registryText(registry)})`;
}
