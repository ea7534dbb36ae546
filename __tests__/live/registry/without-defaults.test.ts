import { readTopology } from '../../../src/live/registry/read-topology';
import { withoutDefaults } from '../../../src/live/registry/without-defaults';
import { Fake } from '../fake/fake';
import { targetsIn, useFake } from '../fake-profiles';

const ACCOUNT = '111111111111';

let fake: Fake;
let profiles: ReturnType<typeof useFake>;

beforeAll(async () => {
  fake = await Fake.start();
  profiles = useFake(fake, { [ACCOUNT]: ACCOUNT });
});

afterAll(async () => {
  profiles.restore();
  await fake.close();
});

test('leaves out what every registry has, and keeps what was changed', async () => {
  fake
    .registry(ACCOUNT, 'eu-west-1')
    .setAccountSetting('REGISTRY_POLICY_SCOPE', 'V1')
    .setAccountSetting('BLOB_MOUNTING', 'ENABLED')
    .setScanning({ scanType: 'ENHANCED', rules: [] });
  const { topology } = await readTopology(targetsIn(ACCOUNT, 'us-east-1', 'eu-west-1'));
  const [changed, fresh] = withoutDefaults(topology).registries;

  expect(fresh).toMatchObject({ scanning: undefined, accountSettings: [] });
  expect(changed).toMatchObject({
    scanning: { type: 'ENHANCED', rules: [] },
    accountSettings: [
      { name: 'BLOB_MOUNTING', value: 'ENABLED' },
      { name: 'REGISTRY_POLICY_SCOPE', value: 'V1' },
    ],
  });
});
