import type { DeclaredRegistry } from '../schema/declaration.declaration';
import type { Path } from '../syntax/tree';
import type { BoundScanning } from './bound-declaration';
import { locateTexts } from './references';

/** @param path the path of the registry */
export function bindScanning(declared: DeclaredRegistry | undefined, path: Path): BoundScanning | undefined {
  const scanning = declared?.scanning;
  if (scanning === undefined) return undefined;
  const at = [...path, 'scanning'];
  return {
    path: at,
    type: scanning.type,
    rules: (scanning.rules ?? []).flatMap((rule, index) => {
      if (rule === undefined) return [];
      const rulePath = [...at, 'rules', index];
      return {
        path: rulePath,
        frequency: rule.frequency,
        filters: locateTexts(rule.repositories, [...rulePath, 'repositories']),
      };
    }),
    enableInspector: scanning.enableInspector ?? false,
  };
}
