import {
  importNotFound,
  repositoryExists,
  type ImportNotFound,
  type RepositoryExists,
} from '../causes/import';
import { entry } from '../entry';
import type { Facts } from '../message';

/** Resource types that a topology imports: those of ECR, and the Inspector enabler. */
const IMPORTED = /(?:^|\.)aws_(?:ecr_|inspector2_enabler\.)/;

export const REPOSITORY_EXISTS = entry<RepositoryExists>({
  kind: 'repository-exists',
  match: (text, facts) =>
    EXISTS.test(text) ? { byCli: text.includes('calling the CreateRepository operation'), facts } : undefined,
  explain: repositoryExists,
});

const EXISTS =
  /RepositoryAlreadyExistsException|The repository with name '[^']{1,256}' already exists|Resource of type 'AWS::ECR::Repository' with identifier '[^']{1,256}' already exists/i;

export const IMPORT_NOT_FOUND = entry<ImportNotFound>({
  kind: 'import-not-found',
  match: matchImportNotFound,
  explain: importNotFound,
});

/** Terraform prints one error per resource that it cannot import. Resources of other services are ignored. */
function matchImportNotFound(
  text: string,
  facts: Facts,
): (ImportNotFound & { readonly facts: Facts }) | undefined {
  if (!/Cannot import non-existent remote object|attempting to import an existing object to/i.test(text)) {
    return undefined;
  }
  const named = [...text.matchAll(/import an existing object to "?([^\s",]{1,400})/gi)].map(
    ([, address = '']) => address,
  );
  const addresses = [...new Set(named.filter((address) => IMPORTED.test(address)))];
  const [address] = addresses;
  if (address === undefined && named.length > 0) return undefined;
  return { facts: { ...facts, address }, addresses };
}
