import type { Backend } from '../../model/deployment';
import { BACKEND_DEFAULTS } from '../schema/deployment';
import { unlessEmpty, type Mapping } from './value';

/** Returns `backend` with the keys that differ from the defaults, or undefined for the default backend. */
export function backendValue({ kind, ...keys }: Backend): Mapping | undefined {
  const defaults: Readonly<Record<string, unknown>> = BACKEND_DEFAULTS[kind];
  const written = Object.fromEntries(
    Object.entries(keys).filter(([key, value]) => value !== undefined && value !== defaults[key]),
  );
  return kind === 'local' && unlessEmpty(written) === undefined ? undefined : { [kind]: written };
}
