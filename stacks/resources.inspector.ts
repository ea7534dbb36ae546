import { Inspector2Enabler } from '@cdktf/provider-aws/lib/inspector2-enabler';
import type { TerraformStack } from 'cdktf';
import type { ResourceOf } from '../src/model/deployment.resource';
import type { Placement } from './arguments.placement';

/** Enables Amazon Inspector for ECR only. */
export function addInspector(
  stack: TerraformStack,
  { id, registry }: ResourceOf<'aws_inspector2_enabler'>,
  placement: Placement,
): Inspector2Enabler {
  return new Inspector2Enabler(stack, `inspector.${id}`, {
    ...placement,
    accountIds: [registry.accountId],
    resourceTypes: ['ECR'],
  });
}
