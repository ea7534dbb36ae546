import {
  explainImportNotFound,
  explainRepositoryExists,
  type ImportNotFound,
  type RepositoryExists,
} from './import.import';
import { defineEntry } from '../model/entry';
import type { Facts } from '../parse/facts';

/** Resource types that a topology imports: those of ECR, and the Inspector enabler. */
const IMPORTED_TYPE = /(?:^|\.)aws_(?:ecr_|inspector2_enabler\.)/;

export const REPOSITORY_EXISTS = defineEntry<RepositoryExists>({
  kind: 'repository-exists',
  match: (text, facts) =>
    EXISTS.test(text)
      ? { isCreatedByCli: text.includes('calling the CreateRepository operation'), facts }
      : undefined,
  explain: explainRepositoryExists,
});

const EXISTS =
  /RepositoryAlreadyExistsException|The repository with name '[^']{1,256}' already exists|Resource of type 'AWS::ECR::Repository' with identifier '[^']{1,256}' already exists/i;

export const IMPORT_NOT_FOUND = defineEntry<ImportNotFound>({
  kind: 'import-not-found',
  match: matchImportNotFound,
  explain: explainImportNotFound,
});

/** Terraform prints one error per resource that it cannot import. Resources of other services are ignored. */
function matchImportNotFound(
  text: string,
  facts: Facts,
): (ImportNotFound & { readonly facts: Facts }) | undefined {
  if (!/Cannot import non-existent remote object|attempting to import an existing object to/i.test(text)) {
    return undefined;
  }
  const allAddresses = [...text.matchAll(/import an existing object to "?([^\s",]{1,400})/gi)].map(
    ([, address = '']) => address,
  );
  const addresses = [...new Set(allAddresses.filter((address) => IMPORTED_TYPE.test(address)))];
  const [address] = addresses;
  if (address === undefined && allAddresses.length > 0) return undefined;
  return { facts: { ...facts, address }, addresses };
}
