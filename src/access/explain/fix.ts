import { identityArn, type IdentityId } from '../../aws/arn';
import type { RegistryName, RepositoryName } from '../../aws/names';
import type { PartitionId } from '../../aws/partitions';
import type { Operation } from '../../aws/policy/actions';
import type { PolicyDocument } from '../../aws/policy/document';
import type { Grantee } from '../../aws/policy/principals';
import type { LayerName, StatementReference } from '../evaluate/decision';
import type { ConditionInRequest } from '../evaluate/policy-evaluation';
import type { UnmetLayerStatement } from './missing-grants';
import type { Question } from './question';

/** One required change, or an alternative. */
export type Fix =
  /** An entry to add under `access`. */
  | {
      readonly kind: 'grant';
      readonly entry: GrantEntry;
      /** Whether the entry names the account because an entry cannot name the caller. */
      readonly isForAccount: boolean;
    }
  /** An entry to add under `replication`. */
  | {
      readonly kind: 'rule';
      readonly entry: RuleEntry;
      /**
       * A replica that already has a replication rule to the destination. ECR does not replicate images that a replica received.
       */
      readonly via: RegistryName | undefined;
    }
  /** A policy to attach to the caller, if an `access` entry cannot do it. */
  | {
      readonly kind: 'attach';
      readonly identity: IdentityId;
      readonly policyName: string;
      readonly policy: PolicyDocument;
    }
  /**
   * The permissions of a federated user: the policies of the IAM user and of the session both have to allow them.
   */
  | { readonly kind: 'session'; readonly policy: PolicyDocument }
  /** A Deny statement to remove or narrow. */
  | {
      readonly kind: 'denied';
      readonly layer: LayerName;
      readonly by: StatementReference;
      /** Its conditions, which are all met. */
      readonly conditions: readonly ConditionInRequest[];
    }
  /** A permissions boundary or control policy that has to allow the actions. */
  | { readonly kind: 'limited'; readonly layer: LayerName; readonly actions: readonly string[] }
  /** Statements that would allow it: meet their conditions, or change the statements. */
  | { readonly kind: 'condition'; readonly statements: readonly UnmetLayerStatement[] }
  /** A grant to an AWS service, which requires the account that the service acts for. */
  | { readonly kind: 'serve'; readonly question: Question }
  /** An AWS service that uses a role instead of its service principal. `role` is undefined if it is unknown. */
  | {
      readonly kind: 'service';
      readonly service: string;
      readonly operation: Operation;
      readonly role: string | undefined;
    }
  /** Lambda pulls from the registry of its own Region. */
  | {
      readonly kind: 'region';
      readonly region: string;
      /** The registries of that Region that contain the repository. */
      readonly holding: readonly RegistryName[];
    }
  /** Images are pushed to other registries than the requested one. */
  | {
      readonly kind: 'push-to';
      readonly registry: RegistryName;
      /** Whether a replication rule creates the repository there. Otherwise the registry does not contain it. */
      readonly isReplica: boolean;
      readonly origins: readonly RegistryName[];
      /** The origins that the caller can push to. */
      readonly allowed: readonly RegistryName[];
    }
  /** The topology contains a role or user of the same name with another path. An account can have only one. */
  | { readonly kind: 'other-path'; readonly identity: IdentityId }
  /** The registry does not contain the repository: images have to be pushed or replicated to it. */
  | { readonly kind: 'declare'; readonly registry: RegistryName; readonly repository: RepositoryName }
  /** ECR creates the repository with the first image that a rule replicates. */
  | { readonly kind: 'created'; readonly from: RegistryName; readonly to: RegistryName }
  /**
   * Images are replicated from other registries than the requested one. Empty if images are pushed to the destination.
   */
  | { readonly kind: 'replicated-from'; readonly to: RegistryName; readonly origins: readonly RegistryName[] }
  | { readonly kind: 'other-partition'; readonly from: PartitionId; readonly to: PartitionId }
  /** AWS lacks policies or repositories that the declaration already has. Only for the policies in AWS. */
  | { readonly kind: 'deploy' }
  /** Unknown policies and condition keys that the decision depends on. */
  | {
      readonly kind: 'find-out';
      readonly layers: readonly LayerName[];
      readonly keys: readonly string[];
      /** Conditions without a documented result. */
      readonly undocumented: readonly string[];
    }
  /** `validate` would reject the entries that allow it, with these problems. */
  | { readonly kind: 'refused'; readonly problems: readonly string[] };

/** An item of `access` in `topology.yaml`. */
export interface GrantEntry {
  readonly allow: Question['operation'];
  readonly repositories: readonly RepositoryName[];
  /** Undefined if the registries follow from the repositories. */
  readonly registries: readonly RegistryName[] | undefined;
  readonly principals: readonly Grantee[];
  /** `none` attaches no policy to the caller. */
  readonly identity?: 'none';
}

/** An item of `replication` in `topology.yaml`. */
interface RuleEntry {
  readonly from: readonly RegistryName[];
  readonly to: readonly RegistryName[];
  readonly repositories: readonly RepositoryName[];
}

/** Returns the YAML of an `access` entry for `topology.yaml`. */
export function grantEntryText({
  allow,
  repositories,
  registries,
  principals,
  identity,
}: GrantEntry): string {
  return [
    'access:',
    `  - allow: ${allow}`,
    `    repositories: ${flowList(repositories)}`,
    ...(registries === undefined ? [] : [`    registries: ${flowList(registries)}`]),
    `    principals: [${principals.map(principalYaml).join(', ')}]`,
    ...(identity === undefined ? [] : [`    identity: ${identity}`]),
    '',
  ].join('\n');
}

/** Returns the YAML of a `replication` entry for `topology.yaml`. */
export function ruleEntryText({ from, to, repositories }: RuleEntry): string {
  return [
    'replication:',
    `  - from: ${from.length === 1 ? yamlScalar(from[0] ?? '') : flowList(from)}`,
    `    to: ${flowList(to)}`,
    `    repositories: ${flowList(repositories)}`,
    '',
  ].join('\n');
}

function flowList(names: readonly string[]): string {
  return `[${names.map(yamlScalar).join(', ')}]`;
}

/** Quotes text that YAML would parse as another type. JSON strings are valid YAML. */
function yamlScalar(text: string): string {
  return /^[A-Za-z][A-Za-z0-9:/_.-]*$/.test(text) && !/^(true|false|null)$/i.test(text)
    ? text
    : JSON.stringify(text);
}

/** Returns the YAML of an item of `principals`. */
export function principalYaml(grantee: Grantee): string {
  switch (grantee.kind) {
    case 'account':
      return yamlScalar(grantee.accountId);
    case 'identity':
      return yamlScalar(identityArn(grantee.identity));
    case 'viaAccountRoot':
      return `{ arn: ${yamlScalar(grantee.arn)}, viaAccountRoot: true }`;
    case 'organization':
      return `{ organization: ${yamlScalar(grantee.id)} }`;
    case 'organizationalUnit':
      return `{ organizationalUnit: ${yamlScalar(grantee.path)} }`;
    case 'lambda':
      return `{ lambda: ${yamlScalar(grantee.accountId)} }`;
    case 'service':
      return `{ service: ${yamlScalar(grantee.service)}, account: ${yamlScalar(grantee.accountId)} }`;
    case 'anyone':
      return '"*"';
  }
}
