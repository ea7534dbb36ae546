import { join, relative } from 'node:path';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import {
  CloudBackend,
  LocalBackend,
  NamedCloudWorkspace,
  S3Backend,
  TerraformElement,
  TerraformOutput,
  TerraformStack,
  type App,
} from 'cdktf';
import type { Construct } from 'constructs';
import {
  resolveStackPlaceholder,
  type Backend,
  type Credentials,
  type Deployment,
} from '../src/model/deployment';
import type { Topology } from '../src/model/topology';
import {
  describeStack,
  type ImportDescription,
  type ProviderDescription,
  type StackDescription,
} from '../src/terraform/description';
import { layOut } from '../src/terraform/layout';
import { URLS_OUTPUT } from '../src/terraform/resources';
import { addResource } from './resources';

/** Adds the stacks of a topology to an app: one stack, or several for each account or registry. */
export function addStacks(app: App, topology: Topology, deployment: Deployment): readonly EcrStack[] {
  return withoutStackTraces(() => buildStacks(app, topology, deployment));
}

function buildStacks(app: App, topology: Topology, deployment: Deployment): readonly EcrStack[] {
  const stacks = new Map<string, EcrStack>();
  const layouts = layOut(topology, deployment);
  for (const layout of layouts) {
    const workingFolder = join(app.outdir, 'stacks', layout.name);
    const projectFolder = relative(workingFolder, '.').replaceAll('\\', '/');
    stacks.set(layout.name, new EcrStack(app, describeStack(layout, deployment), projectFolder));
  }
  for (const { name, dependsOn } of layouts) {
    for (const other of dependsOn) {
      const needed = stacks.get(other);
      if (needed !== undefined) stacks.get(name)?.addDependency(needed);
    }
  }
  return [...stacks.values()];
}

/** A stack with the resources of its description. `src/change/stacks-to-plan.ts` compares descriptions. */
class EcrStack extends TerraformStack {
  /** The number of resources. */
  public readonly resources: number;

  public constructor(scope: Construct, description: StackDescription, projectFolder: string) {
    super(scope, description.name);
    const { awsProviderVersion: version, backend, resources, imports, repositoryUrls } = description;
    this.resources = resources.length;
    // The bindings require the source `aws` in one exact version. The short source breaks OpenTofu's lock file,
    // and the exact version excludes fixes.
    this.addOverride('terraform.required_providers.aws', { source: 'hashicorp/aws', version });
    addBackend(this, backend, projectFolder);
    const providers = new Map(
      description.providers.map((provider) => [provider.alias, addProvider(this, provider)]),
    );
    for (const resource of resources) {
      const provider = providers.get(resource.provider);
      if (provider === undefined) throw new RangeError(`no provider '${resource.provider}'`);
      addResource(this, resource, provider);
    }
    if (imports.length > 0) new ImportBlocks(this, 'imports', imports);
    if (repositoryUrls !== undefined) addRepositoryUrls(this, repositoryUrls);
  }
}

/** Outputs the URL of each repository by registry and name. The values are known at plan time. */
function addRepositoryUrls(
  stack: TerraformStack,
  value: NonNullable<StackDescription['repositoryUrls']>,
): void {
  const { name, description } = URLS_OUTPUT;
  new TerraformOutput(stack, name, { description, value }).overrideLogicalId(name);
}

/**
 * Runs a function without capturing stack traces. cdktf captures one for every list or object of a resource, at
 * any depth, in case resolving it fails, and has no setting to disable it. With 30,000 resources this is a
 * quarter of the synthesis time. An error that is thrown during the call has its stack as usual.
 */
function withoutStackTraces<Result>(build: () => Result): Result {
  const property = Object.getOwnPropertyDescriptor(Error, 'captureStackTrace');
  Error.captureStackTrace = () => undefined;
  try {
    return build();
  } finally {
    // Restores the property, also if another module had replaced it.
    if (property !== undefined) Object.defineProperty(Error, 'captureStackTrace', property);
  }
}

/** Adds a configuration of the AWS provider for an account in a Region, with its credentials. */
function addProvider(
  stack: TerraformStack,
  { alias, accountId, region, credentials, defaultTags }: ProviderDescription,
): AwsProvider {
  return new AwsProvider(stack, `provider.${alias}`, {
    alias,
    region,
    // Terraform fails before planning if the credentials belong to another account.
    allowedAccountIds: [accountId],
    ...credentialArguments(credentials),
    ...(Object.keys(defaultTags).length === 0 ? {} : { defaultTags: [{ tags: { ...defaultTags } }] }),
  });
}

function credentialArguments(credentials: Credentials) {
  switch (credentials.kind) {
    case 'ambient':
      return {};
    case 'profile':
      return { profile: credentials.profile };
    case 'assumeRole': {
      const { arn: roleArn, externalId, sessionName } = credentials;
      return {
        assumeRole: [
          {
            roleArn,
            ...(externalId === undefined ? {} : { externalId }),
            ...(sessionName === undefined ? {} : { sessionName }),
          },
        ],
      };
    }
  }
}

/**
 * Sets where Terraform stores the state of a stack.
 *
 * @param projectFolder the path of the project folder relative to the folder in which Terraform runs. An
 * absolute path would make the output depend on the location of the project
 */
function addBackend(stack: TerraformStack, backend: Backend, projectFolder: string): void {
  const forStack = (text: string) => resolveStackPlaceholder(text, stack.node.id);
  switch (backend.kind) {
    case 'local':
      new LocalBackend(stack, { path: `${projectFolder}/${forStack(backend.path)}` });
      return;
    case 's3': {
      const { bucket, region, encrypt, useLockfile, kmsKeyId, profile, roleArn } = backend;
      const resource = new S3Backend(stack, {
        bucket,
        region,
        key: forStack(backend.key),
        encrypt,
        ...(kmsKeyId === undefined ? {} : { kmsKeyId }),
        ...(profile === undefined ? {} : { profile }),
        ...(roleArn === undefined ? {} : { assumeRole: { roleArn } }),
      });
      // Missing in the type of cdktf 0.21, which is older than Terraform 1.10.
      resource.addOverride('use_lockfile', useLockfile);
      return;
    }
    case 'cloud': {
      const { organization, workspace, hostname, project } = backend;
      new CloudBackend(stack, {
        organization,
        workspaces: new NamedCloudWorkspace(forStack(workspace), project),
        ...(hostname === undefined ? {} : { hostname }),
      });
    }
  }
}

/**
 * All import blocks of a stack, for existing resources. cdktf's own `importFrom` runs `terraform version` for each resource at
 * synthesis, unless validations are skipped.
 */
class ImportBlocks extends TerraformElement {
  public constructor(
    scope: TerraformStack,
    id: string,
    private readonly imports: readonly ImportDescription[],
  ) {
    super(scope, id);
  }

  public override toTerraform(): object {
    return { import: this.imports };
  }

  public override toHclTerraform(): object {
    return {
      import: this.imports.map(({ to, id }) => ({
        to: { value: to, type: 'simple', storageClassType: 'reference' },
        id: { value: id, type: 'simple', storageClassType: 'string' },
      })),
    };
  }
}
