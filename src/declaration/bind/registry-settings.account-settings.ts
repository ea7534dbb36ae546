import type { AccountSetting } from '../../model/settings.account-setting';
import type { DeclaredRegistry } from '../schema/declaration.declaration';

/**
 * Returns the declared account settings under their ECR names, sorted by name.
 * https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_PutAccountSetting.html
 */
export function bindAccountSettings(declared: DeclaredRegistry | undefined): readonly AccountSetting[] {
  const { basicScanTypeVersion, blobMounting, registryPolicyScope } = declared?.settings ?? {};
  return [
    ...optionalSetting('BASIC_SCAN_TYPE_VERSION', basicScanTypeVersion),
    ...optionalSetting(
      'BLOB_MOUNTING',
      blobMounting === undefined ? undefined : blobMounting ? 'ENABLED' : 'DISABLED',
    ),
    ...optionalSetting('REGISTRY_POLICY_SCOPE', registryPolicyScope),
  ];
}

function optionalSetting(name: AccountSetting['name'], value: string | undefined): readonly AccountSetting[] {
  return value === undefined ? [] : [{ name, value }];
}
