import { policyFileText, policyText, type LifecyclePolicy, type PolicyDocument } from '../registry';

/** A file to be written. */
export interface PolicyFile {
  /** Below the folder, with `/`. */
  readonly path: string;
  readonly text: string;
}

/** How a policy gets to where it belongs. */
export interface AppliedPolicy {
  /** Undefined where AWS has the policy already. */
  readonly file: PolicyFile | undefined;
  readonly command: string;
}

/**
 * A policy in a file, and the command that applies it.
 * @param limit characters that AWS takes
 * @param command its words but for the file, which comes last
 */
export function appliedPolicy(
  path: string,
  policy: PolicyDocument,
  limit: number,
  command: readonly string[],
): AppliedPolicy {
  return applied(path, policyFileText(policy), `${policyText(policy)}\n`, limit, command);
}

/** A lifecycle policy likewise. */
export function appliedLifecyclePolicy(
  path: string,
  { text }: LifecyclePolicy,
  limit: number,
  command: readonly string[],
): AppliedPolicy {
  return applied(path, `${JSON.stringify(JSON.parse(text), null, 2)}\n`, `${text}\n`, limit, command);
}

function applied(
  path: string,
  forReading: string,
  minified: string,
  limit: number,
  command: readonly string[],
): AppliedPolicy {
  // White space counts: what fits only without it is written without it.
  const text = forReading.length <= limit ? forReading : minified;
  return { file: { path, text }, command: [...command, `file://${path}`].join(' ') };
}
