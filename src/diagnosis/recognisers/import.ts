import type { Facts, Message } from '../message';

/** Of ECR, or Inspector for it: what a topology imports. */
const IMPORTED = /(?:^|\.)aws_(?:ecr_|inspector2_enabler\.)/;

/** Terraform was told to import what is not there. It says so once for each; other resources are no matter of ECR. */
export function recogniseImportNotFound(text: string, facts: Facts): Message | undefined {
  if (!/Cannot import non-existent remote object|attempting to import an existing object to/i.test(text)) {
    return undefined;
  }
  const named = [...text.matchAll(/import an existing object to "?([^\s",]{1,400})/gi)].map(
    ([, address = '']) => address,
  );
  const addresses = [...new Set(named.filter((address) => IMPORTED.test(address)))];
  const [address] = addresses;
  if (address === undefined && named.length > 0) return undefined;
  return { kind: 'import-not-found', facts: { ...facts, address }, addresses };
}
