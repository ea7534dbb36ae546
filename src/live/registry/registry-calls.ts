import type { KnownRegistryId } from '../../aws/arn';
import { normaliseLifecyclePolicy, type LifecyclePolicy } from '../../aws/lifecycle/policy';
import { POLICY_VERSION, type PolicyDocument } from '../../aws/policy/document';
import { readPolicy, readPolicyHeader, type ReadPolicy } from '../../aws/policy/read';
import { computedOnce } from '../../base/collections';
import type { Unknown } from '../../model/unknown';
import type { CallName } from '../calls';
import { isRejectedWith } from '../failure';
import type { AwsSession, CallInput, CallOutput } from '../session';
import type { PolicyWithOtherHeader } from './live-topology';
import type { PartReader } from './part-reader';

/** Calls AWS for one registry, and records what cannot be read. */
export class RegistryCalls {
  /** The policies that were read so far and whose header Terraform changes. */
  public readonly otherHeaders: PolicyWithOtherHeader[] = [];

  public constructor(
    private readonly session: AwsSession,
    public readonly id: KnownRegistryId,
    public readonly parts: PartReader,
  ) {}

  public call<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<CallOutput<Name>> {
    return this.session.call(name, input, this.id.region);
  }

  public callAll<Name extends CallName>(
    name: Name,
    input: CallInput<Name>,
  ): Promise<readonly CallOutput<Name>[]> {
    return this.session.callAll(name, input, this.id.region);
  }

  /** Returns undefined if AWS rejects the call with this error, because the value does not exist. */
  public async callIfExists<Name extends CallName>(
    name: Name,
    input: CallInput<Name>,
    notFound: string,
  ): Promise<CallOutput<Name> | undefined> {
    try {
      return await this.call(name, input);
    } catch (error) {
      if (isRejectedWith(error, notFound)) return undefined;
      throw error;
    }
  }

  /** Returns the policy of a text, or `UNKNOWN` if it contains something that this version does not support. */
  public policy(
    text: string | undefined,
    {
      part,
      name,
      call,
    }: {
      readonly part: PolicyWithOtherHeader['part'];
      readonly name?: string;
      readonly call: CallName;
    },
  ): PolicyDocument | Unknown | undefined {
    if (text === undefined || text === '') return undefined;
    const read = parsePolicy(POLICIES, text);
    if (read.kind === 'policy') {
      const { version, hasId } = parseHeader(POLICIES, text);
      if (version !== POLICY_VERSION || hasId) {
        this.otherHeaders.push({ registry: this.id, part, name, version, hasId });
      }
      return read.policy;
    }
    const message = `The policy is not supported: ${read.faults.join('; ')}.`;
    return this.parts.unsupported(part, name, { call, message });
  }

  public lifecyclePolicy(text: string | undefined): LifecyclePolicy | undefined {
    return text === undefined || text === '' ? undefined : parseLifecyclePolicy(POLICIES, text);
  }
}

/** Hundreds of repositories often share one policy, and evaluation compiles each policy object once. */
const POLICIES = {};
const parsePolicy = computedOnce((text): ReadPolicy => readPolicy(text));
const parseHeader = computedOnce(readPolicyHeader);
const parseLifecyclePolicy = computedOnce(normaliseLifecyclePolicy);
