import type { AccountSetting } from '../../registry';
import type { DeclaredRegistry } from '../declaration';

/**
 * Returns the declared account settings under their ECR names, sorted by name.
 * https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_PutAccountSetting.html
 */
export function linkAccountSettings(declared: DeclaredRegistry | undefined): readonly AccountSetting[] {
  const { basicScanTypeVersion, blobMounting, registryPolicyScope } = declared?.settings ?? {};
  return [
    ...setting('BASIC_SCAN_TYPE_VERSION', basicScanTypeVersion),
    ...setting(
      'BLOB_MOUNTING',
      blobMounting === undefined ? undefined : blobMounting ? 'ENABLED' : 'DISABLED',
    ),
    ...setting('REGISTRY_POLICY_SCOPE', registryPolicyScope),
  ];
}

function setting(name: AccountSetting['name'], value: string | undefined): readonly AccountSetting[] {
  return value === undefined ? [] : [{ name, value }];
}
