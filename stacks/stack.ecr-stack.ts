import { TerraformOutput, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { repositoryUrl } from '../src/aws/arn';
import type { Deployment } from '../src/model/deployment';
import type { Registry } from '../src/model/topology';
import type { StackLayout } from '../src/terraform/layout';
import { awsProviderVersion } from '../src/terraform/provider-version';
import { URLS_OUTPUT } from '../src/terraform/resources.urls-output';
import { addResource } from './resources';
import { addBackend } from './stack.backend';
import { addImports } from './stack.imports';
import { addProvider } from './stack.providers';

/** A stack with the resources of its layout. */
export class EcrStack extends TerraformStack {
  /** The number of resources. */
  public readonly resources: number;

  public constructor(scope: Construct, layout: StackLayout, deployment: Deployment, projectFolder: string) {
    super(scope, layout.name);
    this.resources = layout.resources.length;
    // The bindings require the source `aws` in one exact version. The short source breaks OpenTofu's lock file,
    // and the exact version excludes fixes.
    const version = awsProviderVersion(layout.resources);
    this.addOverride('terraform.required_providers.aws', { source: 'hashicorp/aws', version });
    addBackend(this, deployment.backend, projectFolder);
    const providers = new Map(
      layout.providers.map((provider) => [provider.alias, addProvider(this, provider, deployment)]),
    );
    for (const placed of layout.resources) {
      const provider = providers.get(placed.provider);
      if (provider === undefined) throw new RangeError(`no provider '${placed.provider}'`);
      addResource(this, placed, provider);
    }
    addImports(this, layout.resources);
    if (layout.registries.length > 0) addRepositoryUrls(this, layout.registries);
  }
}

/** Outputs the URL of each repository by registry and name. The values are known at plan time. */
function addRepositoryUrls(stack: TerraformStack, registries: readonly Registry[]): void {
  const value: Record<string, Record<string, string>> = Object.fromEntries(
    registries.map((registry) => [
      registry.name,
      Object.fromEntries(registry.repositories.map(({ name }) => [name, repositoryUrl(registry, name)])),
    ]),
  );
  const { name, description } = URLS_OUTPUT;
  new TerraformOutput(stack, name, { description, value }).overrideLogicalId(name);
}
