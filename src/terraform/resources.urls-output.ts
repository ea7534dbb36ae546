/**
 * The output of every stack with repositories. In a plan, the description identifies a stack that this project
 * generated.
 */
export const URLS_OUTPUT = {
  name: 'repository_urls',
  description: 'The URL of every repository, by registry and name.',
} as const;
