import { SCAN_FREQUENCIES, type ScanFrequency, type Scanning } from '../../src/model/scanning';

/** The settings of a registry; they may cause warnings. */
export interface DeclaredRegistrySettings {
  readonly scanning?: DeclaredScanning;
  readonly settings?: { readonly blobMounting?: boolean; readonly registryPolicyScope?: 'V2' };
}

interface DeclaredScanning {
  readonly type: Scanning['type'];
  readonly rules?: readonly { readonly frequency: ScanFrequency; readonly repositories: readonly string[] }[];
  readonly enableInspector?: boolean;
}

const FILTERS = ['*', 'prod/*', 'my-repo', 'repo', '*-2', 'team.x/*'] as const;

export function randomRegistrySettings(pick: () => number): DeclaredRegistrySettings {
  return {
    ...(pick() % 3 ? {} : { scanning: randomScanning(pick() % 2 ? 'BASIC' : 'ENHANCED', pick) }),
    ...(pick() % 4
      ? {}
      : {
          settings: { blobMounting: pick() % 2 === 0, ...(pick() % 2 ? { registryPolicyScope: 'V2' } : {}) },
        }),
  };
}

/** Returns scanning rules without a common filter. */
function randomScanning(type: Scanning['type'], pick: () => number): DeclaredScanning {
  const filters = FILTERS.filter(() => pick() % 3 > 0);
  const [first, second] = SCAN_FREQUENCIES[type];
  const middle = pick() % (filters.length + 1);
  const rules = [
    { frequency: first, repositories: filters.slice(0, middle) },
    { frequency: second, repositories: filters.slice(middle) },
  ].filter(({ repositories }) => repositories.length > 0);
  return {
    type,
    ...(pick() % 4 ? { rules } : {}),
    ...(type === 'ENHANCED' && pick() % 2 ? { enableInspector: true } : {}),
  };
}
