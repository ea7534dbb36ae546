'use strict';
const packageJson = require('../../package.json');

/** What the library needs of CDKTF. The command needs none of it. */
const PEERS = ['@cdktf/provider-aws', 'cdktf', 'constructs'];

/** The versions of CDK Terrain that projects install under the names of CDKTF: docs/guides/cdktn.md. */
const CDK_TERRAIN = { '@cdktf/provider-aws': '~25.7.0', cdktf: '~0.24.0' };

/**
 * Returns the package.json of the package.
 *
 * @param release what only the release workflow knows. Without it, npm refuses to publish the package
 */
function manifestOf(release) {
  const { name, version, description, license, keywords, engines, dependencies } = packageJson;
  return {
    name,
    version,
    ...(release === undefined ? { private: true } : { repository: release.repository }),
    description,
    license,
    keywords,
    engines,
    bin: { 'ecr-topology': 'ecr-topology.cjs' },
    main: 'library.js',
    types: 'library.d.ts',
    exports: {
      '.': { types: './library.d.ts', default: './library.js' },
      './package.json': './package.json',
      './schemas/*': './schemas/*',
      './topology.schema.json': './topology.schema.json',
    },
    peerDependencies: Object.fromEntries(
      PEERS.map((peer) => [
        peer,
        [rangeOf(dependencies[peer]), CDK_TERRAIN[peer]].filter(Boolean).join(' || '),
      ]),
    ),
    peerDependenciesMeta: Object.fromEntries(PEERS.map((peer) => [peer, { optional: true }])),
    // A publication without provenance fails, so it works in the release workflow only.
    publishConfig: { access: 'public', provenance: true },
  };
}

/** Returns the version range of a dependency, also if another package has its name: `npm:cdktn@~0.24`. */
function rangeOf(dependency) {
  return dependency.replace(/^npm:.*@/, '');
}

/**
 * Returns what the release workflow knows.
 *
 * @param tag the pushed tag. Must be `v` and the version of package.json
 * @throws Error if the tag is another version, or the repository is unknown
 */
function releaseOf(tag, { GITHUB_SERVER_URL, GITHUB_REPOSITORY }) {
  const expected = `v${packageJson.version}`;
  if (tag !== expected) {
    throw new Error(
      `The tag '${tag}' is not the version of package.json. Expected '${expected}'. Change the version, or push the tag '${expected}'.`,
    );
  }
  if (!GITHUB_SERVER_URL || !GITHUB_REPOSITORY) {
    throw new Error(
      'GITHUB_SERVER_URL and GITHUB_REPOSITORY are not set. Only the release workflow builds a release. To build the package without publishing it, run npm run build.',
    );
  }
  // npm compares it with the repository in the provenance.
  return { repository: { type: 'git', url: `git+${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}.git` } };
}

module.exports = { PEERS, manifestOf, releaseOf };
