import type { UnknownValue } from './unknown';

/**
 * An ECR setting of one account in one Region.
 * https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_PutAccountSetting.html
 */
export interface AccountSetting<Unknown extends UnknownValue = never> {
  readonly name: 'BASIC_SCAN_TYPE_VERSION' | 'BLOB_MOUNTING' | 'REGISTRY_POLICY_SCOPE';
  readonly value: string | Unknown;
}
