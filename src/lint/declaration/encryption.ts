import { sortedBy } from '../../base/collections';
import type { BoundEncryption, BoundRegistry } from '../../declaration/bind/bound-declaration';
import type { Reporter } from '../../declaration/syntax/diagnostics.reporter';
import { DUAL_LAYER_PARTITION } from '../../model/settings';
import { checkKeysByRegistry, checkSingleKey } from './encryption.kms-keys';

/** Checks the encryption settings in each registry that contains a repository with these settings. */
export function checkEncryption(
  encryption: BoundEncryption,
  registries: readonly BoundRegistry[],
  reporter: Reporter,
): void {
  checkDualLayer(encryption, registries, reporter);
  const { type, kmsKey, path } = encryption;
  if (kmsKey === undefined) return;
  if (type === 'AES256') {
    reporter.atKey(
      kmsKey.path,
      'encryption/key-without-kms',
      "'AES256' encrypts with keys of Amazon S3, and takes no KMS key.",
      "Write type: KMS, or remove 'kmsKey'.",
    );
    return;
  }
  const sortedRegistries = sortedBy(registries, ({ name }) => name);
  if ('text' in kmsKey) checkSingleKey(kmsKey, sortedRegistries, reporter);
  // The defaults may contain keys for more registries than one repository uses.
  else checkKeysByRegistry(kmsKey, sortedRegistries, path[0] === 'defaults', reporter);
}

/** https://docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html */
function checkDualLayer(
  { type, path }: BoundEncryption,
  registries: readonly BoundRegistry[],
  reporter: Reporter,
): void {
  if (type !== 'KMS_DSSE') return;
  const unsupported = registries.filter(
    ({ partition }) => partition !== undefined && partition.id !== DUAL_LAYER_PARTITION,
  );
  const [first] = sortedBy(unsupported, ({ name }) => name);
  if (first === undefined) return;
  reporter.atValue(
    [...path, 'type'],
    'encryption/dual-layer',
    `ECR has dual-layer encryption in the GovCloud Regions only, and '${first.name}' is in ${first.region ?? ''}.`,
    'Write type: KMS.',
  );
}
