import { withoutAwsDefaults } from '../../../src/live/registry/aws-defaults';
import type { PlannedTopology } from '../../../src/model/topology';
import { UNKNOWN } from '../../../src/model/unknown';
import { BASE, topologyOf } from '../../declaration/declarations';

/** The topology as AWS returns it, if each repository has this `scanOnPush`. */
function liveWith(...scanOnPush: readonly boolean[]): PlannedTopology {
  const { registries, identities } = topologyOf(BASE);
  return {
    registries: registries.map((registry, index) => ({
      ...registry,
      scanning: { type: 'BASIC', rules: [] },
      accountSettings: [
        { name: 'BLOB_MOUNTING', value: 'ENABLED' },
        { name: 'REGISTRY_POLICY_SCOPE', value: 'V2' },
      ],
      repositories: registry.repositories.map((each) => ({
        ...each,
        settings: { ...each.settings, scanOnPush: scanOnPush[index] ?? false },
      })),
    })),
    identities,
  };
}

function scansOf({ registries }: PlannedTopology): readonly unknown[] {
  return registries.flatMap(({ repositories }) => repositories.map(({ settings }) => settings.scanOnPush));
}

describe('withoutAwsDefaults', () => {
  test('removes default settings of a registry, and keeps the others', () => {
    const [registry] = withoutAwsDefaults(liveWith()).registries;
    expect(registry).toMatchObject({
      scanning: undefined,
      accountSettings: [{ name: 'BLOB_MOUNTING', value: 'ENABLED' }],
    });
  });

  test('keeps unknown settings', () => {
    const [first, ...others] = liveWith().registries;
    const unknown = { ...first!, scanning: UNKNOWN, accountSettings: UNKNOWN };
    const [registry] = withoutAwsDefaults({ registries: [unknown, ...others], identities: [] }).registries;
    expect(registry).toMatchObject({ scanning: UNKNOWN, accountSettings: UNKNOWN });
  });

  test('removes disabled scans only if no repository is scanned', () => {
    expect(scansOf(withoutAwsDefaults(liveWith(false, false, false)))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(scansOf(withoutAwsDefaults(liveWith(false, true, false)))).toEqual([false, true, false]);
  });
});
