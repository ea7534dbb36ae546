import { posix } from 'node:path';

/**
 * Returns a file as a URI: relative with forward slashes if the file is in the folder, because code hosts look it up
 * in the repository; otherwise absolute.
 * @param folder absolute folder that relative names refer to
 */
export function fileUri(file: string, folder: string): string {
  const slashed = file.replaceAll('\\', '/');
  const base = folder.replaceAll('\\', '/').replace(/\/$/, '');
  const relative = slashed.startsWith(`${base}/`) ? slashed.slice(base.length + 1) : slashed;
  const path = posix.normalize(relative);
  const isAbsolute = path.startsWith('/') || /^[A-Za-z]:\//.test(path);
  if (!isAbsolute) return encodePath(path);
  return `file://${path.startsWith('/') ? '' : '/'}${encodePath(path)}`;
}

/** Escapes every character that a URI may not contain, and every colon, because the first segment would be a scheme. */
function encodePath(path: string): string {
  return path
    .replace(/\p{Surrogate}/gu, '\uFFFD')
    .split('/')
    .map(encodeURIComponent)
    .join('/');
}
