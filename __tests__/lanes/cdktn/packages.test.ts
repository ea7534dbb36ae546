import * as own from '../../../package.json';
import { ALIASES, replaceWithCdkTerrain, OLDEST_NODE } from '../../../lanes/cdktn/packages';

const MANIFEST = {
  name: 'project',
  dependencies: { '@cdktf/provider-aws': '~21.22.1', cdktf: '~0.21.0', yaml: '^2.9.0' },
  devDependencies: { 'cdktf-cli': '~0.21.0' },
};

test('replaces CDKTF by CDK Terrain and changes nothing else', () => {
  expect(replaceWithCdkTerrain(MANIFEST, OLDEST_NODE)).toEqual({
    name: 'project',
    dependencies: {
      '@cdktf/provider-aws': ALIASES['@cdktf/provider-aws'],
      cdktf: ALIASES.cdktf,
      yaml: '^2.9.0',
    },
    devDependencies: { 'cdktf-cli': ALIASES['cdktf-cli'] },
  });
});

test('replaces a peer dependency too', () => {
  const peer = { ...MANIFEST, peerDependencies: { cdktf: '^0.21.0' } };
  expect(replaceWithCdkTerrain(peer, OLDEST_NODE)).toMatchObject({
    peerDependencies: { cdktf: ALIASES.cdktf },
  });
});

test.each([
  ['20.20.2', true],
  ['22.9.0', true],
  ['22.19.0', false],
  ['24.1.0', false],
])('with Node %s, installs Node too: %s', (node, isInstalled) => {
  const { devDependencies } = replaceWithCdkTerrain(MANIFEST, node);
  expect(Object.keys(devDependencies ?? {}).includes('node')).toBe(isInstalled);
});

test('rejects a project without one of the packages', () => {
  expect(() => replaceWithCdkTerrain({ ...MANIFEST, devDependencies: {} }, OLDEST_NODE)).toThrow(
    'package.json does not depend on cdktf-cli',
  );
});

test('this project depends on all of the packages', () => {
  const { dependencies, devDependencies } = own;
  expect(() => replaceWithCdkTerrain({ dependencies, devDependencies }, OLDEST_NODE)).not.toThrow();
});
