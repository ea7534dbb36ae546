import { getPartition, type Region } from '../../aws/partitions';
import type { Registry } from '../../model/topology';
import { AwsError, failureHelp, type Failure } from '../failure';
import type { ReadTarget } from '../registry/targets';
import type { SourceProblem } from './outcome';
import { sourceRegistry, type SourceRegistry } from './source-registry';

/** @throws AwsError */
export async function openSource({
  open,
  region,
}: Pick<ReadTarget, 'open' | 'region'>): Promise<SourceRegistry> {
  return sourceRegistry(await open(), region);
}

/** Returns why a call of a registry failed. Throws any other error, which is a bug. */
export function problemIn(registry: Registry, error: unknown): SourceProblem {
  if (!(error instanceof AwsError)) throw error;
  return problemOf(registry, error.failure);
}

export function problemOf(registry: Registry, failure: Failure): SourceProblem {
  const { call, kind, code, message } = failure;
  if (kind === 'not-supported' && call === 'ecr:ListReplicationBackfills') {
    return { registry, failure, message: unsupportedText(registry.region, code), help: UNSUPPORTED_HELP };
  }
  return { registry, failure, message: `${call} failed: ${message}`, help: failureHelp(failure) };
}

/** AWS adds the partitions of China and the government later, or not. */
function unsupportedText(region: Region, code: string): string {
  return `ECR does not offer replication backfill in ${region} (partition ${getPartition(region).id}): ${code}.`;
}

const UNSUPPORTED_HELP =
  'Copy the existing images with another tool, such as crane or skopeo. An emulator can also lack the call.';
