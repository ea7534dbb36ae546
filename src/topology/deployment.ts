import { sortedBy, type Backend, type Deployment } from '../registry';
import type { Declaration } from './declaration';
import type { Linked } from './linked';

/** How Terraform reaches the accounts and keeps its state, with the defaults of the language. */
export function resolveDeployment(declaration: Declaration, linked: Linked): Deployment {
  const accounts = linked.accounts.flatMap(({ name, id, credentials }) =>
    id === undefined ? [] : [{ name, id, credentials }],
  );
  const tags = Object.entries(declaration.tags ?? {}).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, value] as const],
  );
  return {
    accounts: sortedBy(accounts, ({ name }) => name),
    backend: resolveBackend(declaration.backend),
    tags: Object.fromEntries(sortedBy(tags, ([key]) => key)),
  };
}

function resolveBackend(declared: Declaration['backend']): Backend {
  const { s3, cloud, local } = declared ?? {};
  if (s3?.bucket !== undefined && s3.region !== undefined) {
    return {
      kind: 's3',
      bucket: s3.bucket,
      region: s3.region,
      key: s3.key ?? 'ecr-topology/{stack}.tfstate',
      encrypt: s3.encrypt ?? true,
      useLockfile: s3.useLockfile ?? true,
      kmsKeyId: s3.kmsKeyId,
      profile: s3.profile,
      roleArn: s3.roleArn,
    };
  }
  if (cloud?.organization !== undefined) {
    return {
      kind: 'cloud',
      organization: cloud.organization,
      workspace: cloud.workspace ?? '{stack}',
      hostname: cloud.hostname,
      project: cloud.project,
    };
  }
  return { kind: 'local', path: local?.path ?? 'terraform.{stack}.tfstate' };
}
