import { tryGetPartition } from '../../aws/partitions';
import type { Declaration } from '../../declaration/schema/declaration.declaration';
import type { Reporter } from '../../declaration/syntax/diagnostics.reporter';
import { unknownRegionMessage } from '../../declaration/syntax/suggestions.suggest';
import { checkDefaultTags } from './repository-settings.tags';

/** Checks the backend and the default tags. */
export function checkDeployment(declaration: Declaration, reporter: Reporter): void {
  checkBackend(declaration, reporter);
  checkDefaultTags(['tags'], reporter);
}

function checkBackend({ backend }: Declaration, reporter: Reporter): void {
  if (backend === undefined) return;
  const kinds = Object.keys(backend);
  const second = kinds[1];
  if (second !== undefined) {
    reporter.atKey(
      ['backend', second],
      'backend/which',
      `The state cannot be kept in two backends: ${kinds.join(' and ')}.`,
      'Keep one.',
    );
  }
  const region = backend.s3?.region;
  if (region !== undefined && tryGetPartition(region) === undefined) {
    reporter.atValue(['backend', 's3', 'region'], 'backend/region', ...unknownRegionMessage(region));
  }
  for (const [kind, key, value] of [
    ['local', 'path', backend.local?.path],
    ['s3', 'key', backend.s3?.key],
    ['cloud', 'workspace', backend.cloud?.workspace],
  ] as const) {
    if (value === undefined || !/[{}]/.test(value.replaceAll('{stack}', ''))) continue;
    reporter.atValue(
      ['backend', kind, key],
      'backend/placeholder',
      `'${value}' holds braces that are not {stack}, the only placeholder there is.`,
    );
  }
}
