import { compareText } from '../../base/collections';
import { isList } from '../../base/collections.is-list';
import type { DiagnosticCode } from '../syntax/diagnostic-codes';
import type { Reporter } from '../syntax/diagnostics.reporter';
import { didYouMean, formatList } from '../syntax/suggestions.suggest';
import type { Path } from '../syntax/tree';
import type { BoundRegistry, BoundText, RegistryReference } from './bound-declaration';

/** A declared name and its path. */
export interface WrittenName {
  readonly name: string;
  readonly path: Path;
  /** Whether the name is the key of a mapping. */
  readonly isKey?: true;
}

/** Returns each item of one value or a list, with its path. Skips rejected items. */
export function locateItems<Item>(
  declared: Item | readonly (Item | undefined)[] | undefined,
  path: Path,
): readonly { readonly value: Item; readonly path: Path }[] {
  if (declared === undefined) return [];
  if (!isList(declared)) return [{ value: declared, path }];
  return declared.flatMap((value, index) => (value === undefined ? [] : { value, path: [...path, index] }));
}

/** Returns each name of one value or a list, with its path. */
export function locateNames(
  declared: string | readonly (string | undefined)[] | undefined,
  path: Path,
): readonly WrittenName[] {
  return locateItems(declared, path).map(({ value, path: at }) => ({ name: value, path: at }));
}

/** Returns each text of one value or a list, with its path. */
export function locateTexts(
  declared: string | readonly (string | undefined)[] | undefined,
  path: Path,
): readonly BoundText[] {
  return locateItems(declared, path).map(({ value, path: at }) => ({ text: value, path: at }));
}

export type Registries = ReadonlyMap<string, BoundRegistry>;

/** Resolves names to registries, and reports names that are not declared. */
export function resolveReferences(
  written: readonly WrittenName[],
  registries: Registries,
  code: Extract<DiagnosticCode, `${string}/unknown-registry`>,
  reporter: Reporter,
): readonly RegistryReference[] {
  return written.flatMap(({ name, path, isKey }) => {
    const registry = registries.get(name);
    if (registry !== undefined) return { registry, path };
    // If no registry is declared, only the missing registries are reported.
    if (registries.size > 0) {
      const names = [...registries.keys()].sort(compareText);
      reporter[isKey === true ? 'atKey' : 'atValue'](
        path,
        code,
        `'${name}' is not a registry. Declared: ${formatList(names)}.`,
        didYouMean(name, names),
      );
    }
    return [];
  });
}
