import { parseKmsKeyArn, type KmsKeyArn } from '../../aws/arn';
import { sortedBy } from '../../base/collections';
import { didYouMean, formatList, quoteAll } from '../../base/text';
import type { BoundDeclaration, BoundRegistry } from '../../declaration/bind/bound-declaration';
import { isPresent, type Located } from '../../declaration/schema/located';
import type { DeclaredEncryption } from '../../declaration/schema/repository-settings';
import type { DiagnosticText } from '../../declaration/syntax/diagnostic-codes';
import type { Reporter as DiagnosticReporter } from '../../declaration/syntax/diagnostics';
import { DUAL_LAYER_PARTITION } from '../../model/settings';

export const ENCRYPTION_RULES = {
  'encryption/key-without-kms': {
    severity: 'error',
    doc: 'A KMS key is set with the encryption type `AES256`.',
    why:
      '`AES256` encrypts with keys of Amazon S3 and does not use a KMS key. Write `type: KMS`, or ' +
      'remove `kmsKey`.',
  },
  'encryption/key-missing': {
    severity: 'error',
    doc: 'A registry that stores the images has no KMS key in its Region.',
    why:
      'ECR accepts only a key in the Region of the repository. Set a key for each registry by its name. ' +
      'The message shows the block to write. ' +
      'https://docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html',
  },
  'encryption/key-elsewhere': {
    severity: 'error',
    doc: 'A KMS key is not in the Region of its registry.',
    why:
      'ECR accepts only a key in the Region of the repository. Use a key in the Region and partition of ' +
      'the registry. https://docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html',
  },
  'encryption/key-of-another-account': {
    severity: 'warning',
    doc: 'Registries of several accounts use one KMS key of one of these accounts.',
    why:
      'The other accounts cannot use the key unless its policy allows it. Set a key for each registry ' +
      'by its name. If the policy allows it, this can be the same key.',
  },
  'encryption/alias': {
    severity: 'error',
    doc: 'A KMS key is set by an alias instead of its ARN.',
    why:
      'ECR stores the ARN of the key, so each plan would replace the repository. Write the ARN of the ' +
      'key. To look it up, run `aws kms describe-key --key-id <alias> --query KeyMetadata.Arn`.',
  },
  'encryption/unknown-registry': {
    severity: 'error',
    doc: 'A KMS key is set for a registry that is not declared.',
    why: 'The key has no effect. Declare the registry under `registries`, or fix the name.',
  },
  'encryption/unused-key': {
    severity: 'warning',
    doc: 'A KMS key is set for a registry that contains none of these repositories.',
    why: 'The key has no effect. Remove it. Under `defaults`, a key for every registry is allowed.',
  },
  'encryption/dual-layer': {
    severity: 'error',
    doc: 'Dual-layer encryption (`KMS_DSSE`) is set in a partition that does not support it.',
    why:
      'ECR supports it only in the AWS GovCloud (US) Regions. Write `type: KMS`. ' +
      'https://docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html',
  },
} as const satisfies Readonly<Record<string, DiagnosticText>>;

type Reporter = DiagnosticReporter<keyof typeof ENCRYPTION_RULES>;

/** Checks the encryption settings in each registry that contains a repository with these settings. */
export function checkEncryption(
  encryption: DeclaredEncryption,
  registries: readonly BoundRegistry[],
  bound: BoundDeclaration,
  reporter: Reporter,
): void {
  checkDualLayer(encryption, registries, reporter);
  const { type, kmsKey } = encryption.value;
  if (!isPresent(kmsKey)) return;
  if (type?.value === 'AES256') {
    reporter.atKey(
      kmsKey.path,
      'encryption/key-without-kms',
      "'kmsKey' is set, but 'AES256' encrypts with keys of Amazon S3.",
      "Write type: KMS, or remove 'kmsKey'.",
    );
    return;
  }
  const sortedRegistries = sortedBy(registries, ({ name }) => name);
  const { path, value } = kmsKey;
  if (typeof value === 'string') {
    checkSingleKey({ path, value }, sortedRegistries, reporter);
  } else {
    // The defaults may contain keys for more registries than one repository uses.
    const isShared = path[0] === 'defaults';
    checkKeysByRegistry({ path, value }, sortedRegistries, isShared, bound, reporter);
  }
}

/** A key for each registry, by its name. */
type KmsKeys = Located<Readonly<Record<string, string>>>;

/** https://docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html */
function checkDualLayer(
  { value: { type } }: DeclaredEncryption,
  registries: readonly BoundRegistry[],
  reporter: Reporter,
): void {
  if (type?.value !== 'KMS_DSSE') return;
  const unsupported = registries.filter(
    ({ partition }) => partition !== undefined && partition.id !== DUAL_LAYER_PARTITION,
  );
  const [first] = sortedBy(unsupported, ({ name }) => name);
  if (first === undefined) return;
  reporter.atValue(
    type.path,
    'encryption/dual-layer',
    `KMS_DSSE is available only in the AWS GovCloud (US) Regions, but '${first.name}' is in ${first.region ?? ''}.`,
    'Write type: KMS.',
  );
}

/**
 * Checks one key that is set for every registry.
 *
 * "When you use KMS encryption with your own KMS key, the key must exist in the same Region as your repository."
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html
 */
function checkSingleKey(
  key: Located<string>,
  registries: readonly BoundRegistry[],
  reporter: Reporter,
): void {
  const arn = parseKey(key, reporter);
  if (arn === undefined) return;
  const mismatched = registries.filter((registry) => !isInRegionOf(arn, registry));
  if (mismatched.length === 0) {
    checkKeyAccount(key, arn, registries, reporter);
    return;
  }
  const [only, ...others] = registries;
  const matchesNone = mismatched.length === registries.length;
  reporter.atValue(
    key.path,
    matchesNone ? 'encryption/key-elsewhere' : 'encryption/key-missing',
    `The key is in ${keyRegionText(arn)}, but images are ${matchesNone ? '' : 'also '}stored in ${formatList(mismatched.map(registryRegionText))}. ` +
      'ECR accepts only a key in the Region of the repository.',
    only !== undefined && others.length === 0
      ? `Use a key in ${only.region ?? ''}: ${exampleKeyArn(only)}.`
      : `Set a key for each registry: kmsKey: { ${registries.map((each) => `${each.name}: '${suggestKey(key, arn, each, registries)}'`).join(', ')} }.`,
  );
}

/**
 * Checks keys that are set by registry name.
 *
 * @param isShared whether repositories in other registries use the same setting
 */
function checkKeysByRegistry(
  keys: KmsKeys,
  registries: readonly BoundRegistry[],
  isShared: boolean,
  bound: BoundDeclaration,
  reporter: Reporter,
): void {
  const known = registries.filter(({ region }) => region !== undefined);
  const missing = known.filter(({ name }) => keys.value[name] === undefined);
  if (missing.length > 0) {
    const also = missing.length < known.length ? 'also ' : '';
    reporter.atKey(
      keys.path,
      'encryption/key-missing',
      `No key is set for ${formatList(missing.map(registryRegionText))}, where images are ${also}stored.`,
      `Add ${missing.map((each) => `${each.name}: '${exampleKeyArn(each)}'`).join(', ')}.`,
    );
  }
  checkRegistryNames(keys, registries, isShared, bound, reporter);
  for (const [name, key] of Object.entries(keys.value)) {
    if (!isPresent(key)) continue;
    const arn = parseKey(key, reporter);
    const registry = registries.find((each) => each.name === name);
    if (arn === undefined || registry === undefined || isInRegionOf(arn, registry)) continue;
    reporter.atValue(
      key.path,
      'encryption/key-elsewhere',
      `The key is in ${keyRegionText(arn)}, but '${name}' is in ${registry.region ?? ''}. ECR accepts only a key in the Region of the repository.`,
      `Use a key in ${registry.region ?? ''}: ${exampleKeyArn(registry)}.`,
    );
  }
}

function checkRegistryNames(
  { path, value }: KmsKeys,
  registries: readonly BoundRegistry[],
  isShared: boolean,
  bound: BoundDeclaration,
  reporter: Reporter,
): void {
  const declared: readonly string[] = bound.registries.map(({ name }) => name);
  const registryNames = new Set<string>(registries.map(({ name }) => name));
  for (const name of Object.keys(value)) {
    if (!declared.includes(name)) {
      if (!bound.isComplete.registries) continue;
      reporter.atKey(
        [...path, name],
        'encryption/unknown-registry',
        `Registry '${name}' is not declared. Declared registries: ${formatList(declared)}.`,
        didYouMean(name, declared),
      );
    } else if (!isShared && registryNames.size > 0 && !registryNames.has(name)) {
      reporter.atKey(
        [...path, name],
        'encryption/unused-key',
        `Registry '${name}' contains no repository that uses this key.`,
        `Remove it. The repositories are in ${formatList(quoteAll(registryNames))}.`,
      );
    }
  }
}

/** Returns the parsed ARN, or undefined if the ARN is invalid or of an alias. Reports an alias. */
function parseKey({ value: text, path }: Located<string>, reporter: Reporter): KmsKeyArn | undefined {
  const arn = parseKmsKeyArn(text);
  if (arn?.isAlias !== true) return arn;
  // ECR resolves the alias and returns the ARN of the key. The provider sees a changed value that forces replacement.
  // https://github.com/cloudposse/terraform-aws-ecr/issues/85
  reporter.atValue(
    path,
    'encryption/alias',
    `'${arn.id}' is an alias. ECR stores the ARN of its key, so every later plan would replace the repository.`,
    `Write the ARN of the key. To look it up, run: aws kms describe-key --key-id ${text} --query KeyMetadata.Arn`,
  );
  return undefined;
}

/** Warns if a key belongs to the account of one registry, but another account in the same Region uses it too. */
function checkKeyAccount(
  { value: text, path }: Located<string>,
  arn: KmsKeyArn,
  registries: readonly BoundRegistry[],
  reporter: Reporter,
): void {
  const others = registries.filter(
    ({ account }) => account?.id !== undefined && account.id !== arn.accountId,
  );
  // The key belongs to an account without images, so it is a central key for other accounts.
  if (others.length === 0 || others.length === registries.length) return;
  reporter.atValue(
    path,
    'encryption/key-of-another-account',
    `The key belongs to account ${arn.accountId}, but ${formatList(others.map(({ name }) => `'${name}'`))} ${others.length === 1 ? 'is in another account' : 'are in other accounts'}. The key policy must allow each account that uses the key.`,
    `If it does, set the key for each registry: kmsKey: { ${registries.map(({ name }) => `${name}: '${text}'`).join(', ')} }.`,
  );
}

/** Returns true if the key is in the partition and Region of the registry, or if its Region is unknown. */
function isInRegionOf({ partition, region }: KmsKeyArn, registry: BoundRegistry): boolean {
  return (
    registry.region === undefined || (registry.region === region && registry.partition?.id === partition)
  );
}

function keyRegionText({ partition, region }: KmsKeyArn): string {
  return `${region} (${partition})`;
}

function registryRegionText({ name, region }: BoundRegistry): string {
  return `${region ?? ''} ('${name}')`;
}

/**
 * Returns the given key if the registry can use it, otherwise an example ARN. A multi-Region key has the same ID in
 * every Region.
 */
function suggestKey(
  { value: text }: Located<string>,
  arn: KmsKeyArn,
  registry: BoundRegistry,
  registries: readonly BoundRegistry[],
): string {
  const ownsKey = ({ account }: BoundRegistry) => account?.id === arn.accountId;
  // A key of an account without images is a central key for other accounts.
  const isUsable = ownsKey(registry) || registry.account?.id === undefined || !registries.some(ownsKey);
  if (isUsable && isInRegionOf(arn, registry)) return text;
  const isReplicated = arn.id.startsWith('mrk-') && ownsKey(registry);
  return exampleKeyArn(registry, isReplicated ? arn.id : undefined);
}

function exampleKeyArn({ account, region, partition }: BoundRegistry, id = '<key>'): string {
  return `arn:${partition?.id ?? 'aws'}:kms:${region ?? ''}:${account?.id ?? '<account>'}:key/${id}`;
}
