import { posix } from 'node:path';

/**
 * A file as a URI that a report may have: relative with forward slashes where it is below the folder, for code hosts look
 * for it in the repository; absolute otherwise.
 *
 * @param folder where relative names start, absolute
 */
export function fileUri(file: string, folder: string): string {
  const slashed = file.replaceAll('\\', '/');
  const base = folder.replaceAll('\\', '/').replace(/\/$/, '');
  const named = slashed.startsWith(`${base}/`) ? slashed.slice(base.length + 1) : slashed;
  const path = posix.normalize(named);
  const isAbsolute = path.startsWith('/') || /^[A-Za-z]:\//.test(path);
  if (!isAbsolute) return encoded(path);
  return `file://${path.startsWith('/') ? '' : '/'}${encoded(path)}`;
}

/** Every character that a URI may not hold, and every colon: the first part would be a scheme. */
function encoded(path: string): string {
  return path
    .replace(/\p{Surrogate}/gu, '\uFFFD')
    .split('/')
    .map(encodeURIComponent)
    .join('/');
}
