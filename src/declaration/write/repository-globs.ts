/** The declared repositories that a grant can name. */
export class RepositoryGlobs {
  /** How many repositories are below each namespace, `''` included. */
  private readonly sizes: ReadonlyMap<string, number>;

  public constructor(names: readonly string[]) {
    this.sizes = namespaceSizes(names);
  }

  /**
   * Returns names and globs that match exactly these repositories: `*`, the largest namespaces that contain no other
   * repository, and the names of the rest. Sorted.
   */
  public covering(names: readonly string[]): readonly string[] {
    const wanted = namespaceSizes(names);
    // A namespace with one repository is shorter as a name.
    const isWhole = (namespace: string) => {
      const size = wanted.get(namespace) ?? 0;
      return size > 1 && size === this.sizes.get(namespace);
    };
    const globs = names.map((name) => {
      const namespace = namespacesOf(name).find(isWhole);
      return namespace === undefined ? name : `${namespace}*`;
    });
    return [...new Set(globs)].sort();
  }
}

function namespaceSizes(names: readonly string[]): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>();
  for (const name of names) {
    for (const namespace of namespacesOf(name)) sizes.set(namespace, (sizes.get(namespace) ?? 0) + 1);
  }
  return sizes;
}

/** Returns the prefixes of a name that end with `/`, the shortest first: `''`, `team/`. */
function namespacesOf(name: string): readonly string[] {
  const segments = name.split('/');
  return segments.map((_, index) =>
    segments
      .slice(0, index)
      .map((segment) => `${segment}/`)
      .join(''),
  );
}
