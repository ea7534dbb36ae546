import type { Client } from './client';
import type { PolicyType } from './message';

/** What a message means here, and what to do about it. All of it is text to be shown, and data to be found. */
export interface Diagnosis {
  /** Which family of messages it is; documented in docs/troubleshooting.md. */
  readonly kind: string;
  /** What happened, in one sentence. */
  readonly summary: string;
  /** What the message names, and what the topology adds to it. */
  readonly found: Found;
  /** Why, in a few sentences. */
  readonly cause: string;
  /** The policies to look at, the first one first. Empty where no policy is the cause. */
  readonly policies: readonly PolicyToChange[];
  /** What to do, in this order. */
  readonly steps: readonly Step[];
  readonly certainty: Certainty;
  /** The page to read. */
  readonly page: string;
}

interface Found {
  readonly principal: string | undefined;
  readonly action: string | undefined;
  readonly repository: string | undefined;
  readonly tag: string | undefined;
  readonly registry: FoundRegistry;
  readonly client: Client | undefined;
}

/** Undefined where neither message nor topology tells. */
export interface FoundRegistry {
  readonly accountId: string | undefined;
  readonly region: string | undefined;
  /** As declared. */
  readonly name: string | undefined;
  /** What the declaration calls the account. */
  readonly accountName: string | undefined;
}

/** In AWS's words, with the resource-based policies told apart. */
export type PolicyLayer =
  | Exclude<PolicyType, 'resource-based policy'>
  | 'repository policy'
  | 'registry policy'
  | 'trust policy'
  | 'key policy';

export interface PolicyToChange {
  readonly layer: PolicyLayer;
  /** Whose it is, where that is known. */
  readonly accountId: string | undefined;
  readonly accountName: string | undefined;
  /** Of what: `repository your-repo in registry central`, `role ci`. */
  readonly of: string;
  /** What is the matter with it. */
  readonly lacks: string;
}

export interface Step {
  /** One sentence, without a colon at its end. */
  readonly text: string;
  readonly code?: Code;
  /** What the topology writes by itself: for whoever does not use it here. */
  readonly byHand?: true;
}

export interface Code {
  readonly language: 'dockerfile' | 'hcl' | 'json' | 'sh' | 'yaml';
  readonly text: string;
  /** What to save it as, where a command that follows reads it. */
  readonly file?: string;
}

/**
 * `certain`: the message and the topology leave one cause. `likely`: the usual cause, or the message does not name
 * everything. `open`: several causes print this very message.
 */
export interface Certainty {
  readonly level: 'certain' | 'likely' | 'open';
  readonly because: string;
}
