import { parseKmsKeyArn, type KmsKeyArn } from '../../registry';
import type { LinkedKeys, LinkedRegistry, LinkedText } from '../link/linked';
import type { Reporter } from '../reporter';
import { didYouMean, listed } from '../suggest';

/**
 * Checks one key that is set for every registry.
 *
 * "When you use KMS encryption with your own KMS key, the key must exist in the same Region as your repository."
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html
 */
export function checkOneKey(
  key: LinkedText,
  registries: readonly LinkedRegistry[],
  reporter: Reporter,
): void {
  const arn = keyOf(key, reporter);
  if (arn === undefined) return;
  const away = registries.filter((registry) => !isBeside(arn, registry));
  if (away.length === 0) {
    checkAccounts(key, arn, registries, reporter);
    return;
  }
  const [only, ...others] = registries;
  const fitsNowhere = away.length === registries.length;
  reporter.atValue(
    key.path,
    fitsNowhere ? 'encryption/key-elsewhere' : 'encryption/key-missing',
    `The key is in ${keyPlace(arn)}, but the images are kept in ${listed(away.map(placeText))}${fitsNowhere ? '' : ' too'}: ` +
      'ECR takes no key of another Region.',
    only !== undefined && others.length === 0
      ? `Name a key of ${only.region ?? ''}: ${keyFor(only)}.`
      : `Give each registry its own: kmsKey: { ${registries.map((each) => `${each.name}: '${ownKey(key, arn, each, registries)}'`).join(', ')} }.`,
  );
}

/**
 * Checks keys that are set by registry name.
 *
 * @param isShared whether repositories in other registries use the same setting
 */
export function checkKeys(
  keys: LinkedKeys,
  registries: readonly LinkedRegistry[],
  isShared: boolean,
  reporter: Reporter,
): void {
  const written = new Set(reporter.keys(keys.path));
  const known = registries.filter(({ region }) => region !== undefined);
  const missing = known.filter(({ name }) => !written.has(name));
  if (missing.length > 0) {
    const too = missing.length < known.length ? ' too' : '';
    reporter.atKey(
      keys.path,
      'encryption/key-missing',
      `The images are kept in ${listed(missing.map(placeText))}${too}, which ${missing.length === 1 ? 'has' : 'have'} no key here.`,
      `Add ${missing.map((each) => `${each.name}: '${keyFor(each)}'`).join(', ')}.`,
    );
  }
  checkNames(keys, written, registries, isShared, reporter);
  for (const [name, key] of keys.byRegistry) {
    const arn = keyOf(key, reporter);
    const registry = registries.find((each) => each.name === name);
    if (arn === undefined || registry === undefined || isBeside(arn, registry)) continue;
    reporter.atValue(
      key.path,
      'encryption/key-elsewhere',
      `The key is in ${keyPlace(arn)}, but '${name}' is in ${registry.region ?? ''}: ECR takes no key of another Region.`,
      `Name a key of ${registry.region ?? ''}: ${keyFor(registry)}.`,
    );
  }
}

function checkNames(
  { path }: LinkedKeys,
  written: ReadonlySet<string>,
  registries: readonly LinkedRegistry[],
  isShared: boolean,
  reporter: Reporter,
): void {
  const declared = reporter.keys(['registries']);
  const holding = new Set<string>(registries.map(({ name }) => name));
  for (const name of written) {
    if (!declared.includes(name)) {
      reporter.atKey(
        [...path, name],
        'encryption/unknown-registry',
        `'${name}' is not a registry. Declared: ${listed(declared)}.`,
        didYouMean(name, declared),
      );
    } else if (!isShared && holding.size > 0 && !holding.has(name)) {
      reporter.atKey(
        [...path, name],
        'encryption/unused-key',
        `'${name}' holds nothing that is encrypted with this key.`,
        `Remove it. Keys are for ${listed(holding)}.`,
      );
    }
  }
}

/** Returns the parsed ARN, or undefined if the ARN is invalid or of an alias. Reports an alias. */
function keyOf({ text, path }: LinkedText, reporter: Reporter): KmsKeyArn | undefined {
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
function checkAccounts(
  { text, path }: LinkedText,
  arn: KmsKeyArn,
  registries: readonly LinkedRegistry[],
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
    `The key is of the account ${arn.accountId}, and ${listed(others.map(({ name }) => `'${name}'`))} is not: the policy of the key must let the other account use it.`,
    `Where it does, say so: kmsKey: { ${registries.map(({ name }) => `${name}: '${text}'`).join(', ')} }.`,
  );
}

/** Returns true if the key is in the partition and Region of the registry, or if its Region is unknown. */
function isBeside({ partition, region }: KmsKeyArn, registry: LinkedRegistry): boolean {
  return (
    registry.region === undefined || (registry.region === region && registry.partition?.id === partition)
  );
}

function keyPlace({ partition, region }: KmsKeyArn): string {
  return `${region} (${partition})`;
}

function placeText({ name, region }: LinkedRegistry): string {
  return `${region ?? ''} ('${name}')`;
}

/**
 * Returns the given key if the registry can use it, otherwise an example ARN. A multi-Region key has the same ID in
 * every Region.
 */
function ownKey(
  { text }: LinkedText,
  arn: KmsKeyArn,
  registry: LinkedRegistry,
  registries: readonly LinkedRegistry[],
): string {
  const isOf = ({ account }: LinkedRegistry) => account?.id === arn.accountId;
  // A key of an account without images is a central key for other accounts.
  const isMeant = isOf(registry) || registry.account?.id === undefined || !registries.some(isOf);
  if (isMeant && isBeside(arn, registry)) return text;
  const isReplicated = arn.id.startsWith('mrk-') && isOf(registry);
  return keyFor(registry, isReplicated ? arn.id : undefined);
}

function keyFor({ account, region, partition }: LinkedRegistry, id = '<key>'): string {
  return `arn:${partition?.id ?? 'aws'}:kms:${region ?? ''}:${account?.id ?? '<account>'}:key/${id}`;
}
