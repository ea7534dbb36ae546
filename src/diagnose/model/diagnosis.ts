import type { Client } from '../parse/client';
import type { PolicyType } from '../parse/facts';

/** The explanation of a message, and the steps that fix it. `--format json` prints it as it is. */
export interface Diagnosis {
  /** ID of the entry, as in docs/troubleshooting.md. */
  readonly kind: string;
  /** What happened, in one sentence. */
  readonly summary: string;
  /** Names in the message, completed from the topology. */
  readonly found: FoundFacts;
  readonly cause: string;
  /** Policies to check, the most likely first. Empty if no policy is the cause. */
  readonly policies: readonly PolicyToChange[];
  /** Steps in the order in which to do them. */
  readonly steps: readonly Step[];
  readonly certainty: Certainty;
  /** URL of the documentation. */
  readonly page: string;
}

interface FoundFacts {
  readonly principal: string | undefined;
  readonly action: string | undefined;
  readonly repository: string | undefined;
  readonly tag: string | undefined;
  readonly registry: FoundRegistry;
  readonly client: Client | undefined;
}

/** Undefined properties are in neither the message nor the topology. */
export interface FoundRegistry {
  readonly accountId: string | undefined;
  readonly region: string | undefined;
  /** Name in `registries`. */
  readonly name: string | undefined;
  /** Name in `accounts`. */
  readonly accountName: string | undefined;
}

/** Policy types as AWS names them. Repository policy and registry policy replace AWS's resource-based policy. */
export type PolicyLayer =
  | Exclude<PolicyType, 'resource-based policy'>
  | 'repository policy'
  | 'registry policy'
  | 'trust policy'
  | 'key policy';

export interface PolicyToChange {
  readonly layer: PolicyLayer;
  /** Account of the policy, or undefined if unknown. */
  readonly accountId: string | undefined;
  readonly accountName: string | undefined;
  /** What the policy is attached to: `repository your-repo in registry central`, `role ci`. */
  readonly of: string;
  /** What is missing in the policy, or what to check. */
  readonly lacks: string;
}

export interface Step {
  readonly text: string;
  readonly code?: Code;
  /** Set if the topology writes the same: the step is for users who do not deploy the topology. */
  readonly byHand?: true;
}

export interface Code {
  readonly language: 'dockerfile' | 'hcl' | 'json' | 'sh' | 'yaml';
  readonly text: string;
  /** File name to save the code as, if a later command reads it. */
  readonly file?: string;
}

/**
 * `certain`: message and topology leave one cause. `likely`: the usual cause, or the message does not name everything.
 * `open`: several causes print this message.
 */
export interface Certainty {
  readonly level: 'certain' | 'likely' | 'open';
  readonly because: string;
}
