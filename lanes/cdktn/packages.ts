/** The package names that the sources import, and the CDK Terrain package that replaces each. */
export const ALIASES = {
  cdktf: 'npm:cdktn@~0.24',
  '@cdktf/provider-aws': 'npm:@cdktn/provider-aws@~25.7',
  'cdktf-cli': 'npm:cdktn-cli@~0.24',
} as const;

/** The oldest Node on which the CLI of CDK Terrain starts: `engines` of cdktn-cli 0.24. */
export const OLDEST_NODE = '22.19.0';

const SECTIONS = ['dependencies', 'devDependencies', 'peerDependencies'] as const;

/** The dependency sections of a package.json. */
export type Manifest = Readonly<Partial<Record<(typeof SECTIONS)[number], Dependencies>>>;

/** Maps each name to its version or alias. */
type Dependencies = Readonly<Record<string, string>>;

/**
 * Returns the package.json of the same project on CDK Terrain.
 *
 * @param node the running version of Node. If CDK Terrain does not support it, the result depends on the
 * package `node` with a newer version
 * @throws Error if the project does not depend on a package to replace
 */
export function replaceWithCdkTerrain(manifest: Manifest, node: string): Manifest {
  for (const name of Object.keys(ALIASES)) {
    if (SECTIONS.every((section) => manifest[section]?.[name] === undefined)) {
      throw new Error(
        `package.json does not depend on ${name}, so there is nothing to put CDK Terrain in place of`,
      );
    }
  }
  const replaced = SECTIONS.flatMap((section) => {
    const dependencies = manifest[section];
    return dependencies === undefined ? [] : [[section, withAliases(dependencies)] as const];
  });
  const result: Manifest = { ...manifest, ...Object.fromEntries(replaced) };
  return isOlder(node, OLDEST_NODE)
    ? { ...result, devDependencies: { ...result.devDependencies, node: `^${OLDEST_NODE}` } }
    : result;
}

function withAliases(dependencies: Dependencies): Dependencies {
  const aliases: Dependencies = ALIASES;
  return Object.fromEntries(
    Object.entries(dependencies).map(([name, version]) => [name, aliases[name] ?? version]),
  );
}

function isOlder(version: string, than: string): boolean {
  return version.localeCompare(than, 'en', { numeric: true }) < 0;
}
