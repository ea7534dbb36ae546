import { parseCaller } from '../../../../src/access/evaluate/caller';
import { decide } from '../../../../src/access/evaluate/decide';
import type { Decision, LabelledPolicy, Layers, Reason } from '../../../../src/access/evaluate/decision';
import {
  createRequestContext,
  type Request,
  type RequestContextValues,
} from '../../../../src/access/evaluate/request';
import type { AccountId, RepositoryName } from '../../../../src/aws/names';
import type { Region } from '../../../../src/aws/partitions';
import { readPolicyValue } from '../../../../src/aws/policy/read';
import { isKnown, UNKNOWN, type Unknown } from '../../../../src/model/unknown';

/** A policy statement in JSON. */
export type StatementJson = Readonly<Record<string, unknown>>;

/** A request, the policies that apply to it, and the result according to the AWS documentation. */
export interface Case {
  readonly name: string;
  /** The URL of the page, then the sentence or example of it. */
  readonly source: string;
  /** For `parseCaller`. Defaults to the role `ci` in the account of the owner. */
  readonly caller?: string;
  /** Defaults to `ecr:BatchGetImage`. */
  readonly action?: string;
  /** A repository of the registry, or `*`. Defaults to `team/app`. */
  readonly repository?: string;
  readonly context?: RequestContextValues;
  /** Whether other condition keys are unknown instead of absent. */
  readonly isPartial?: true;
  readonly identity?: readonly StatementJson[] | Unknown;
  readonly boundary?: readonly StatementJson[] | Unknown;
  readonly scps?: readonly (readonly StatementJson[])[] | Unknown;
  readonly rcps?: readonly (readonly StatementJson[])[] | Unknown;
  readonly repositoryPolicy?: readonly StatementJson[] | Unknown;
  readonly registryPolicy?: readonly StatementJson[] | Unknown;
  readonly scope?: 'V1' | Unknown;
  /** Whether other identity policies exist that could not be read. */
  readonly hasUnread?: true;
  /** Whether the path of the role of a session is unknown. Otherwise it is `/`. */
  readonly isPathUnknown?: true;
  readonly verdict: Decision['verdict'];
  readonly reason?: Reason['kind'];
}

export const IAM = 'https://docs.aws.amazon.com/IAM/latest/UserGuide';
export const ORGANIZATIONS = 'https://docs.aws.amazon.com/organizations/latest/userguide';
export const ECR = 'https://docs.aws.amazon.com/AmazonECR/latest/userguide';

/** The account that owns the registry, and another account. */
export const OWNER = '222222222222';
export const OTHER = '111111111111';
export const REPOSITORY = `arn:aws:ecr:eu-west-1:${OWNER}:repository/team/app`;

export const role = (account: string, name = 'ci') => `arn:aws:iam::${account}:role/${name}`;
export const user = (account: string, name = 'ann') => `arn:aws:iam::${account}:user/${name}`;
export const root = (account: string) => `arn:aws:iam::${account}:root`;
export const session = (account: string, name: string) => `arn:aws:sts::${account}:assumed-role/ci/${name}`;

/** Statements of policies attached to a caller or an account. */
export const allow = (Action: unknown = 'ecr:*', Resource: unknown = '*'): StatementJson => ({
  Effect: 'Allow',
  Action,
  Resource,
});
export const deny = (Action: unknown = 'ecr:*', Resource: unknown = '*'): StatementJson => ({
  Effect: 'Deny',
  Action,
  Resource,
});
export const withCondition = (statement: StatementJson, Condition: unknown): StatementJson => ({
  ...statement,
  Condition,
});

/** Statements of resource-based policies. */
export const grant = (AWS: unknown, Action: unknown = 'ecr:*'): StatementJson => ({
  Effect: 'Allow',
  Principal: AWS === '*' ? '*' : { AWS },
  Action,
});
export const denyTo = (AWS: unknown, Action: unknown = 'ecr:*'): StatementJson => ({
  ...grant(AWS, Action),
  Effect: 'Deny',
});
export const EVERYTHING: readonly StatementJson[] = [{ Effect: 'Allow', Action: '*', Resource: '*' }];

export function labelled(label: string, statements: readonly StatementJson[]): LabelledPolicy {
  const read = readPolicyValue({ Version: '2012-10-17', Statement: statements });
  if (read.kind === 'faulty') throw new Error(`${label}: ${read.faults.join('; ')}`);
  return { label, policy: read.policy };
}

export function layersOf(written: Omit<Case, 'name' | 'source' | 'verdict'>): Layers {
  const levels = (all: readonly (readonly StatementJson[])[]) =>
    all.map((one) => [labelled('control policy', one)]);
  const unread = written.hasUnread === true ? [UNKNOWN] : [];
  const { identity = [], boundary, scps = [], rcps = [], repositoryPolicy, registryPolicy } = written;
  const one = (policy: readonly StatementJson[] | Unknown | undefined, label: string) =>
    policy === undefined || !isKnown(policy) ? policy : labelled(label, policy);
  return {
    identity: !isKnown(identity)
      ? identity
      : {
          policies: [...(identity.length === 0 ? [] : [labelled('inline policy', identity)]), ...unread],
          isComplete: true,
        },
    boundary: one(boundary, 'boundary'),
    scps: !isKnown(scps) ? scps : levels(scps),
    rcps: !isKnown(rcps) ? rcps : levels(rcps),
    repositoryPolicy: one(repositoryPolicy, 'repository policy'),
    registryPolicy: one(registryPolicy, 'registry policy'),
    registryPolicyScope: written.scope ?? 'V2',
  };
}

export function requestOf(written: Omit<Case, 'name' | 'source' | 'verdict'>): Request {
  const parsed = parseCaller(written.caller ?? role(OWNER))!;
  const isPathKnown = written.isPathUnknown !== true;
  const caller = parsed.kind === 'identity' ? { ...parsed, isPathKnown } : parsed;
  const registry = { accountId: OWNER as AccountId, region: 'eu-west-1' as Region };
  const name = (written.repository ?? 'team/app') as RepositoryName;
  return {
    caller,
    action: written.action ?? 'ecr:BatchGetImage',
    resource:
      written.repository === '*' ? { kind: 'registry', registry } : { kind: 'repository', registry, name },
    context: createRequestContext(caller, registry, written.context, written.isPartial !== true),
  };
}

export function decisionOf(written: Omit<Case, 'name' | 'source' | 'verdict'>): Decision {
  return decide(requestOf(written), layersOf(written));
}
