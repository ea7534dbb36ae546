import type { StacksChange } from './layout';

export function describeStacksChange(change: StacksChange): string {
  switch (change.kind) {
    case 'stacks-by':
      return (
        `laid out by ${change.after}, before by ${change.before}; move the states before the next plan, with what ` +
        `'ecr-topology stacks --migrate-from ${change.before}' prints (docs/layouts.md)`
      );
    case 'stack-removed':
      return (
        `${change.stack} is not there any more, and what it deployed stays as it is, unless ` +
        `'cdktf destroy ${change.stack}' runs before with the declaration as it was (docs/layouts.md)`
      );
  }
}
