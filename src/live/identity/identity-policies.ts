import type { LabelledPolicy, OrUnknown } from '../../access/evaluate/decision';
import { inlinePolicyLabel } from '../../access/evaluate/evaluation-context';
import { identityArn, parseIdentityArn, type IdentityId } from '../../aws/arn';
import type { Region } from '../../aws/partitions';
import { decodePolicyText, readPolicy } from '../../aws/policy/read';
import { memoize, sortedBy, sortedUnique } from '../../base/collections';
import { waitForAll } from '../../base/promises';
import { isKnown, UNKNOWN } from '../../model/unknown';
import { AwsError, type Failure } from '../failure';
import {
  groupNames,
  groupOwner,
  managedDocument,
  roleOwner,
  userOwner,
  type AwsApi,
  type IdentityOwner,
  type IdentityRecord,
  type PolicyOwner,
} from './iam-calls';
import { isNoSuchEntity, noSuchIdentity, type CallerLayer, type UnreadCollector } from './unread';

/** The policies of a role or user in IAM. */
export interface IdentityPolicies {
  /** The role or user with its path, or undefined if it could not be read. */
  readonly identity: IdentityId | undefined;
  /** Inline policies and managed policies, also those of the groups of a user. Sorted by label. An unknown one could not be read. */
  readonly policies: readonly OrUnknown<LabelledPolicy>[];
  /** Undefined if there is none. */
  readonly boundary: OrUnknown<LabelledPolicy | undefined>;
}

const NOTHING_READ: IdentityPolicies = { identity: undefined, policies: [UNKNOWN], boundary: UNKNOWN };

/** Reads all policies that IAM has for a role or user. What could not be read is unknown, with its reason in `collector`. */
export class IdentityReader {
  public constructor(
    private readonly aws: AwsApi,
    private readonly region: Region,
    private readonly collector: UnreadCollector,
  ) {}

  /** @param isPathKnown whether `wanted` has the path of the role, which the ARN of a session does not contain */
  public async read(wanted: IdentityId, isPathKnown: boolean): Promise<IdentityPolicies> {
    const owner = this.ownerOf(wanted);
    const record = await this.readRecord(owner, wanted);
    if (record === 'nothing') return NOTHING_READ;
    const identity = isKnown(record) ? (parseIdentityArn(record.arn) ?? wanted) : undefined;
    if (identity !== undefined && isPathKnown && identity.path !== wanted.path) {
      return this.nothingRead({ kind: 'other-path', arn: identityArn(identity) });
    }
    const [own, ofGroups, boundary] = await waitForAll([
      this.policiesOf(owner, identityArn(identity ?? wanted)),
      wanted.kind === 'user' ? this.groupPolicies(wanted.name) : [],
      this.boundaryOf(record),
    ]);
    return { identity, policies: sortPolicies([...own, ...ofGroups]), boundary };
  }

  private ownerOf({ kind, name }: IdentityId): IdentityOwner {
    return kind === 'role' ? roleOwner(this.aws, name, this.region) : userOwner(this.aws, name, this.region);
  }

  /** Returns `nothing` if no other call can succeed. */
  private async readRecord(
    owner: IdentityOwner,
    wanted: IdentityId,
  ): Promise<OrUnknown<IdentityRecord> | 'nothing'> {
    try {
      return await owner.record();
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      if (isNoSuchEntity(error)) {
        this.nothingRead(noSuchIdentity(wanted));
        return 'nothing';
      }
      this.nothingRead(
        { kind: 'failed', failure: error.failure },
        isFatal(error.failure) ? LAYERS : ['boundary'],
      );
      return isFatal(error.failure) ? 'nothing' : UNKNOWN;
    }
  }

  private nothingRead(
    reason: Parameters<UnreadCollector['report']>[1],
    layers: readonly CallerLayer[] = LAYERS,
  ): IdentityPolicies {
    for (const layer of layers) this.collector.report(layer, reason);
    return NOTHING_READ;
  }

  private async policiesOf(
    owner: PolicyOwner,
    ownerText: string,
  ): Promise<readonly OrUnknown<LabelledPolicy>[]> {
    const [names, arns] = await waitForAll([
      this.collector.read('identity', ownerText, owner.inlineNames),
      this.collector.read('identity', ownerText, owner.attachedArns),
    ]);
    const inline = isKnown(names) ? names.map((name) => this.inlinePolicy(owner, ownerText, name)) : [];
    const attached = isKnown(arns) ? arns.map((arn) => this.managedPolicy('identity', arn)) : [];
    const unread = isKnown(names) && isKnown(arns) ? [] : [UNKNOWN];
    return [...(await waitForAll([...inline, ...attached])), ...unread];
  }

  private async groupPolicies(user: string): Promise<readonly OrUnknown<LabelledPolicy>[]> {
    const names = await this.collector.read('identity', user, () => groupNames(this.aws, user, this.region));
    if (!isKnown(names)) return [UNKNOWN];
    const policies = await waitForAll(
      sortedUnique(names).map((name) =>
        this.policiesOf(groupOwner(this.aws, name, this.region), `group '${name}'`),
      ),
    );
    return policies.flat();
  }

  private async boundaryOf(
    record: OrUnknown<IdentityRecord>,
  ): Promise<OrUnknown<LabelledPolicy | undefined>> {
    if (!isKnown(record)) return UNKNOWN;
    const { boundaryArn } = record;
    return boundaryArn === undefined ? undefined : this.managedPolicy('boundary', boundaryArn);
  }

  private inlinePolicy(
    owner: PolicyOwner,
    ownerText: string,
    name: string,
  ): Promise<OrUnknown<LabelledPolicy>> {
    return this.parsedPolicy('identity', inlinePolicyLabel(name, ownerText), () =>
      owner.inlineDocument(name),
    );
  }

  private managedPolicy(layer: CallerLayer, arn: string): Promise<OrUnknown<LabelledPolicy>> {
    return this.parsedPolicy(layer, managedPolicyLabel(arn), () => this.managedDocument(arn));
  }

  /** Several groups, and the boundary, can have the same policy. */
  private readonly managedDocument = memoize((arn: string) => managedDocument(this.aws, arn, this.region));

  private async parsedPolicy(
    layer: CallerLayer,
    label: string,
    readDocument: () => Promise<string>,
  ): Promise<OrUnknown<LabelledPolicy>> {
    const document = await this.collector.read(layer, label, readDocument);
    if (!isKnown(document)) return UNKNOWN;
    const result = readPolicy(decodePolicyText(document));
    if (result.kind === 'policy') return { label, policy: result.policy };
    return this.collector.report(layer, { kind: 'invalid-policy', policy: label, faults: result.faults });
  }
}

const LAYERS: readonly CallerLayer[] = ['identity', 'boundary'];

/** Failures after which no call of the account succeeds. */
function isFatal({ kind }: Failure): boolean {
  return kind === 'credentials' || kind === 'network';
}

/** The name of an AWS managed policy, and the ARN of another one. */
function managedPolicyLabel(arn: string): string {
  return /^arn:[a-z-]+:iam::aws:policy\/(.+)$/.exec(arn)?.[1] ?? arn;
}

function sortPolicies(policies: readonly OrUnknown<LabelledPolicy>[]): readonly OrUnknown<LabelledPolicy>[] {
  const known = policies.filter(isKnown);
  const byLabel = new Map(known.map((each) => [each.label, each]));
  const sorted = sortedBy(byLabel.values(), ({ label }) => label);
  return known.length === policies.length ? sorted : [...sorted, UNKNOWN];
}
