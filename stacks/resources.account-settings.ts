import { EcrAccountSetting } from '@cdktf/provider-aws/lib/ecr-account-setting';
import type { TerraformStack } from 'cdktf';
import type { ResourceOf } from '../src/model/deployment.resource';
import type { Placement } from './arguments.placement';

export function addAccountSetting(
  stack: TerraformStack,
  { id, setting: { name, value } }: ResourceOf<'aws_ecr_account_setting'>,
  placement: Placement,
): EcrAccountSetting {
  return new EcrAccountSetting(stack, `account-setting.${id}`, { ...placement, name, value });
}
