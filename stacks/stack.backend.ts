import { CloudBackend, LocalBackend, NamedCloudWorkspace, S3Backend, type TerraformStack } from 'cdktf';
import type { Backend } from '../src/model/deployment';
import { resolveStackPlaceholder } from '../src/model/deployment.state-place';

/**
 * Sets where Terraform stores the state of a stack.
 *
 * @param projectFolder the path of the project folder relative to the folder in which Terraform runs. An
 * absolute path would make the output depend on the location of the project
 */
export function addBackend(stack: TerraformStack, backend: Backend, projectFolder: string): void {
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
