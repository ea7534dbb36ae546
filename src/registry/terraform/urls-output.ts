/** The output of every stack with repositories. In a plan, its description shows that this project generated the stack. */
export const URLS_OUTPUT = {
  name: 'repository_urls',
  description: 'The URL of every repository, by registry and name.',
} as const;
