import type { ResourceType } from '../model/deployment.resource';
import { resourcesText } from '../model/deployment.type-words';
import type { StacksChange } from './stacks';

export function describeStacksChange(change: StacksChange): string {
  switch (change.kind) {
    case 'stacks-by':
      return (
        `laid out by ${change.after}, before by ${change.before}; move the states before the next plan, with what ` +
        `'ecr-topology stacks --migrate-from ${change.before}' prints (docs/layouts.md)`
      );
    case 'stack-removed':
      // The dependency check of cdktf concerns stacks that depended on this one. The declaration in which they
      // no longer do is deployed first.
      return (
        `${change.stack} is not there any more, and what it deployed stays as it is, grants included ` +
        `(${resourceCountsText(change.resources)}); to destroy it, deploy this, and then, with the declaration as it was, ` +
        `'cdktf destroy ${change.stack} --ignore-missing-stack-dependencies' (docs/layouts.md)`
      );
    case 'stack-renamed':
      return (
        `${change.before} is called ${change.stack} now; move its state there before the next plan, which would ` +
        'create everything in it again (docs/layouts.md)'
      );
  }
}

function resourceCountsText(resources: Readonly<Partial<Record<ResourceType, number>>>): string {
  // Object.entries loses the type of the keys.
  const entries = Object.entries(resources) as readonly (readonly [ResourceType, number])[];
  return entries.map(([type, number]) => resourcesText(type, number)).join(', ');
}
