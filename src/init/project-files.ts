import { dependencies, devDependencies, engines, version } from '../../package.json';

/** Replaces a package that `cdktf-cli` needs: docs/decisions/node.md. */
const TERMINAL_PACKAGE = '@cdktf/node-pty-prebuilt-multiarch';

/** The command of `npm run synth` and of the CDKTF CLI. One process, unlike `npx tsx`. */
const SYNTH_COMMAND = 'node --import tsx main.ts';

/**
 * Returns `package.json`. The versions are those that this project is tested with. `npm ci --omit=dev` installs what
 * `npm run synth` needs.
 */
export function packageJson(name: string) {
  return {
    name,
    private: true,
    engines: { node: engines.node },
    scripts: {
      synth: SYNTH_COMMAND,
      diff: 'cdktf diff',
      deploy: 'cdktf deploy',
      check: 'ecr-topology validate && ecr-topology fmt --check && tsc',
    },
    dependencies: {
      '@cdktf/provider-aws': dependencies['@cdktf/provider-aws'],
      cdktf: dependencies.cdktf,
      constructs: dependencies.constructs,
      'ecr-topology': `^${version}`,
      tsx: devDependencies.tsx,
    },
    devDependencies: {
      [TERMINAL_PACKAGE]: devDependencies[TERMINAL_PACKAGE],
      '@types/node': devDependencies['@types/node'],
      'cdktf-cli': devDependencies['cdktf-cli'],
      typescript: devDependencies.typescript,
    },
    overrides: { [TERMINAL_PACKAGE]: `$${TERMINAL_PACKAGE}` },
    // tsx brings it. Its install script is not necessary, and npm warns about a script without a decision.
    allowScripts: { esbuild: false },
  };
}

export function cdktfJson(name: string) {
  return {
    language: 'typescript',
    app: SYNTH_COMMAND,
    projectId: name,
    sendCrashReports: 'false',
    terraformProviders: [],
    terraformModules: [],
    context: {},
  };
}

export const TSCONFIG = {
  compilerOptions: {
    target: 'ES2022',
    lib: ['ES2022'],
    module: 'node16',
    moduleResolution: 'node16',
    types: ['node'],
    strict: true,
    skipLibCheck: true,
    noEmit: true,
  },
  exclude: ['node_modules', 'cdktf.out'],
};

export const MAIN = `import { synthesize } from 'ecr-topology';

// Writes the Terraform stacks of topology.yaml to cdktf.out.
// To add your own stacks, see node_modules/ecr-topology/docs/guides/library.md:
//
//   process.exitCode = synthesize({
//     extend: (app, topology) => new Services(app, 'services', topology),
//   });
process.exitCode = synthesize();
`;

export const GITIGNORE = `node_modules/
cdktf.out/
cdktf.out.*/
cdktf.log
ecr-topology-migration/
.terraform/

# States and plans can contain secrets.
*.tfstate
*.tfstate.*
plan.bin
plan.json
`;

/** Returns the name of a folder as the name of an npm package. */
export function packageName(folder: string): string {
  const name = folder
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/g, '-')
    .replace(/^[._-]+|-+$/g, '')
    .slice(0, 214);
  return name === '' || name === 'node_modules' || name === 'ecr-topology' ? 'registries' : name;
}
