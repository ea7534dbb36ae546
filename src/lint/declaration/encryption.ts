import { parseKmsKeyArn, type KmsKeyArn } from '../../aws/arn';
import { sortedBy } from '../../base/collections';
import { formatList } from '../../base/text';
import type { BoundDeclaration, BoundRegistry } from '../../declaration/bind/bound-declaration';
import { isPresent, type Located } from '../../declaration/schema/located';
import type { DeclaredEncryption } from '../../declaration/schema/repository-settings';
import type { Reporter } from '../../declaration/syntax/diagnostics';
import { didYouMean } from '../../declaration/syntax/suggestions';
import { DUAL_LAYER_PARTITION } from '../../model/settings';

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
      "'AES256' encrypts with keys of Amazon S3, and takes no KMS key.",
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
    `ECR has dual-layer encryption in the GovCloud Regions only, and '${first.name}' is in ${first.region ?? ''}.`,
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
    `The key is in ${keyRegionText(arn)}, but the images are kept in ${formatList(mismatched.map(registryRegionText))}${matchesNone ? '' : ' too'}: ` +
      'ECR takes no key of another Region.',
    only !== undefined && others.length === 0
      ? `Name a key of ${only.region ?? ''}: ${exampleKeyArn(only)}.`
      : `Give each registry its own: kmsKey: { ${registries.map((each) => `${each.name}: '${suggestKey(key, arn, each, registries)}'`).join(', ')} }.`,
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
    const suffix = missing.length < known.length ? ' too' : '';
    reporter.atKey(
      keys.path,
      'encryption/key-missing',
      `The images are kept in ${formatList(missing.map(registryRegionText))}${suffix}, which ${missing.length === 1 ? 'has' : 'have'} no key here.`,
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
      `The key is in ${keyRegionText(arn)}, but '${name}' is in ${registry.region ?? ''}: ECR takes no key of another Region.`,
      `Name a key of ${registry.region ?? ''}: ${exampleKeyArn(registry)}.`,
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
      reporter.atKey(
        [...path, name],
        'encryption/unknown-registry',
        `'${name}' is not a registry. Declared: ${formatList(declared)}.`,
        didYouMean(name, declared),
      );
    } else if (!isShared && registryNames.size > 0 && !registryNames.has(name)) {
      reporter.atKey(
        [...path, name],
        'encryption/unused-key',
        `'${name}' holds nothing that is encrypted with this key.`,
        `Remove it. Keys are for ${formatList(registryNames)}.`,
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
    `'${arn.id}' is an alias: ECR stores the key behind it, and from then on every plan would replace the repository.`,
    `Write the ARN of the key: aws kms describe-key --key-id ${text} --query KeyMetadata.Arn.`,
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
    `The key is of the account ${arn.accountId}, and ${formatList(others.map(({ name }) => `'${name}'`))} is not: the policy of the key must let the other account use it.`,
    `Where it does, say so: kmsKey: { ${registries.map(({ name }) => `${name}: '${text}'`).join(', ')} }.`,
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
