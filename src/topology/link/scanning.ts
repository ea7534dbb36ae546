import type { DeclaredRegistry } from '../declaration';
import type { Path } from '../tree';
import type { LinkedScanning } from './linked';
import { textsIn } from './references';

/** @param path the path of the registry */
export function linkScanning(declared: DeclaredRegistry | undefined, path: Path): LinkedScanning | undefined {
  const scanning = declared?.scanning;
  if (scanning === undefined) return undefined;
  const at = [...path, 'scanning'];
  return {
    path: at,
    type: scanning.type,
    rules: (scanning.rules ?? []).flatMap((rule, index) => {
      if (rule === undefined) return [];
      const place = [...at, 'rules', index];
      return {
        path: place,
        frequency: rule.frequency,
        filters: textsIn(rule.repositories, [...place, 'repositories']),
      };
    }),
    enableInspector: scanning.enableInspector ?? false,
  };
}
