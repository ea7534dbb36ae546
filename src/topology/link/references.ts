import { compareText, isList } from '../../registry';
import type { DiagnosticCode } from '../codes';
import type { LinkedRegistry, LinkedText, Reference } from './linked';
import type { Reporter } from '../reporter';
import { didYouMean, listed } from '../suggest';
import type { Path } from '../tree';

/** A name, and where it is written. */
export interface Written {
  readonly name: string;
  readonly path: Path;
  /** Written as the key of a mapping. */
  readonly isKey?: true;
}

/** One value or a list of them, each with its place; the places of refused items are passed over. */
export function eachOf<Item>(
  declared: Item | readonly (Item | undefined)[] | undefined,
  path: Path,
): readonly { readonly value: Item; readonly path: Path }[] {
  if (declared === undefined) return [];
  if (!isList(declared)) return [{ value: declared, path }];
  return declared.flatMap((value, index) => (value === undefined ? [] : { value, path: [...path, index] }));
}

/** One name or a list of them. */
export function namesIn(
  declared: string | readonly (string | undefined)[] | undefined,
  path: Path,
): readonly Written[] {
  return eachOf(declared, path).map(({ value, path: at }) => ({ name: value, path: at }));
}

/** One text or a list of them. */
export function textsIn(
  declared: string | readonly (string | undefined)[] | undefined,
  path: Path,
): readonly LinkedText[] {
  return eachOf(declared, path).map(({ value, path: at }) => ({ text: value, path: at }));
}

export type Registries = ReadonlyMap<string, LinkedRegistry>;

/** Follows names to registries, and reports those that name none. */
export function follow(
  written: readonly Written[],
  registries: Registries,
  code: Extract<DiagnosticCode, `${string}/unknown-registry`>,
  reporter: Reporter,
): readonly Reference[] {
  return written.flatMap(({ name, path, isKey }) => {
    const registry = registries.get(name);
    if (registry !== undefined) return { registry, path };
    // Where no registry is declared at all, that alone is the fault.
    if (registries.size > 0) {
      const known = [...registries.keys()].sort(compareText);
      reporter[isKey === true ? 'atKey' : 'atValue'](
        path,
        code,
        `'${name}' is not a registry. Declared: ${listed(known)}.`,
        didYouMean(name, known),
      );
    }
    return [];
  });
}
