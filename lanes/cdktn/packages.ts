/** The names that the sources import, and the package of CDK Terrain that stands in for each. */
export const ALIASES = {
  cdktf: 'npm:cdktn@~0.24',
  '@cdktf/provider-aws': 'npm:@cdktn/provider-aws@~25.7',
  'cdktf-cli': 'npm:cdktn-cli@~0.24',
} as const;

/** The oldest Node that the CLI of CDK Terrain starts on: `engines` of cdktn-cli 0.24. */
export const OLDEST_NODE = '22.19.0';

const SECTIONS = ['dependencies', 'devDependencies', 'peerDependencies'] as const;

/** The part of a package.json that says what to install. */
export type Manifest = Readonly<Partial<Record<(typeof SECTIONS)[number], Dependencies>>>;

/** Name → version, or what stands for one. */
type Dependencies = Readonly<Record<string, string>>;

/**
 * The package.json of the same project on CDK Terrain.
 *
 * @param node the version of Node that runs this. Where CDK Terrain does not start on it, the project gets a newer
 *   one, as the package `node`.
 * @throws Error where the project does not depend on a package that is to be replaced
 */
export function onCdkTerrain(manifest: Manifest, node: string): Manifest {
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
