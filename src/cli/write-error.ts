import { systemCode } from '../base/file';
import { UsageError } from './exit';

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EBUSY: 'it is in use or a mount point',
  EEXIST: 'a parent folder is a file',
  ELOOP: 'a symbolic link points to itself',
  ENAMETOOLONG: 'the name is too long',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a parent folder is a file',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
};

/**
 * Returns the error for a file or folder that cannot be written, or the same error if it is not one of the operating
 * system.
 * @param reasons by code, if another reason than the usual one is more likely
 */
export function writeError(
  named: string,
  error: unknown,
  reasons: Readonly<Record<string, string>> = {},
): unknown {
  const code = systemCode(error);
  if (code === 'unknown') return error;
  const reason = reasons[code] ?? REASONS[code];
  const explained = reason === undefined ? '' : `: ${reason}`;
  return new UsageError(`'${named}' cannot be written (${code})${explained}.`, { cause: error });
}
