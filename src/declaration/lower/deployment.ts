import { sortedBy } from '../../base/collections';
import type { Backend, Deployment } from '../../model/deployment';
import type { Topology } from '../../model/topology';
import type { BoundDeclaration } from '../bind/bound-declaration';
import type { Declaration } from '../schema/declaration.declaration';
import { BACKEND_DEFAULTS } from '../schema/deployment.backend';
import { lowerImports } from './deployment.imports';

/** Lowers accounts, backend, default tags, stacks and imports, with the documented defaults. */
export function lowerDeployment(
  declaration: Declaration,
  bound: BoundDeclaration,
  topology: Topology,
): Deployment {
  const accounts = bound.accounts.flatMap(({ name, id, credentials }) =>
    id === undefined ? [] : [{ name, id, credentials }],
  );
  const tags = Object.entries(declaration.tags ?? {}).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, value] as const],
  );
  return {
    accounts: sortedBy(accounts, ({ name }) => name),
    backend: lowerBackend(declaration.backend),
    tags: Object.fromEntries(sortedBy(tags, ([key]) => key)),
    stacksBy: declaration.stacks?.by ?? 'topology',
    imports: lowerImports(topology, bound),
  };
}

function lowerBackend(declared: Declaration['backend']): Backend {
  const { s3, cloud, local } = declared ?? {};
  if (s3?.bucket !== undefined && s3.region !== undefined) {
    return {
      kind: 's3',
      bucket: s3.bucket,
      region: s3.region,
      key: s3.key ?? BACKEND_DEFAULTS.s3.key,
      encrypt: s3.encrypt ?? BACKEND_DEFAULTS.s3.encrypt,
      useLockfile: s3.useLockfile ?? BACKEND_DEFAULTS.s3.useLockfile,
      kmsKeyId: s3.kmsKeyId,
      profile: s3.profile,
      roleArn: s3.roleArn,
    };
  }
  if (cloud?.organization !== undefined) {
    return {
      kind: 'cloud',
      organization: cloud.organization,
      workspace: cloud.workspace ?? BACKEND_DEFAULTS.cloud.workspace,
      hostname: cloud.hostname,
      project: cloud.project,
    };
  }
  return { kind: 'local', path: local?.path ?? BACKEND_DEFAULTS.local.path };
}
