import { CloudBackend, LocalBackend, NamedCloudWorkspace, S3Backend, type TerraformStack } from 'cdktf';
import { placeOfStack, type Backend } from '../src/registry';

/**
 * Where the state of a stack is kept.
 *
 * @param projectFolder the way from the folder Terraform runs in to the project's folder. A local state is named
 *   relative to the first, for an absolute path would make the output depend on where the project lies.
 */
export function addBackend(stack: TerraformStack, backend: Backend, projectFolder: string): void {
  const inStack = (text: string) => placeOfStack(text, stack.node.id);
  switch (backend.kind) {
    case 'local':
      new LocalBackend(stack, { path: `${projectFolder}/${inStack(backend.path)}` });
      return;
    case 's3': {
      const { bucket, region, encrypt, useLockfile, kmsKeyId, profile, roleArn } = backend;
      const resource = new S3Backend(stack, {
        bucket,
        region,
        key: inStack(backend.key),
        encrypt,
        ...(kmsKeyId === undefined ? {} : { kmsKeyId }),
        ...(profile === undefined ? {} : { profile }),
        ...(roleArn === undefined ? {} : { assumeRole: { roleArn } }),
      });
      // Not in cdktf 0.21's type: Terraform 1.10 came after it.
      resource.addOverride('use_lockfile', useLockfile);
      return;
    }
    case 'cloud': {
      const { organization, workspace, hostname, project } = backend;
      new CloudBackend(stack, {
        organization,
        workspaces: new NamedCloudWorkspace(inStack(workspace), project),
        ...(hostname === undefined ? {} : { hostname }),
      });
    }
  }
}
