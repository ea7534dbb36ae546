/** Registries of other services, for messages that any registry may cause. */
export function isOfOtherRegistry(text: string): boolean {
  return OTHER_REGISTRY.test(text);
}

const OTHER_REGISTRY = /docker\.io|ghcr\.io|gcr\.io|azurecr\.io|quay\.io|gitlab\.|pkg\.dev|public\.ecr\.aws/i;
