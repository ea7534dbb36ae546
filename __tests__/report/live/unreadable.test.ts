import type { KnownRegistryId } from '../../../src/aws/arn';
import type { Failure } from '../../../src/live/failure';
import { PLAIN } from '../../../src/report/format/terminal';
import { unreadableText, type UnreadableValue } from '../../../src/report/live/unreadable';

const DEVELOP = { accountId: '111111111111', region: 'ap-northeast-1' } as KnownRegistryId;
const DEVELOP_US = { accountId: '111111111111', region: 'us-west-1' } as KnownRegistryId;
const MANAGEMENT = { accountId: '999999999999', region: 'ap-northeast-1' } as KnownRegistryId;

const NAMES = new Map([
  [DEVELOP, 'develop'],
  [DEVELOP_US, 'develop_us'],
  [MANAGEMENT, 'management'],
]);

function textOf(...values: readonly UnreadableValue[]): string {
  return unreadableText(values, (registry) => NAMES.get(registry) ?? '', PLAIN);
}

function unreadable(registry: KnownRegistryId | undefined, failure: Partial<Failure>): UnreadableValue {
  return {
    registry,
    part: 'policy',
    name: undefined,
    failure: { call: 'ecr:GetRegistryPolicy', kind: 'rejected', code: 'X', message: 'It failed', ...failure },
  };
}

const denied = ({ accountId, region }: KnownRegistryId): Partial<Failure> => ({
  kind: 'denied',
  message: `User: arn:aws:iam::${accountId}:user/me is not authorized on resource: arn:aws:ecr:${region}:${accountId}`,
});

test('registries with the same failure share a paragraph', () => {
  const failure: Partial<Failure> = {
    kind: 'not-supported',
    message: 'The endpoint does not implement ecr:GetRegistryPolicy.',
  };
  expect(
    textOf(unreadable(DEVELOP, failure), unreadable(DEVELOP_US, failure), unreadable(MANAGEMENT, failure)),
  ).toBe(
    'error develop, develop_us, management: Could not read the registry policy. The endpoint does not implement ecr:GetRegistryPolicy.\n' +
      '  An emulator or an older partition can lack this call.\n',
  );
});

test('a denied call shares a paragraph with other Regions, and not with other principals', () => {
  const values = [DEVELOP, DEVELOP_US, MANAGEMENT].map((registry) => unreadable(registry, denied(registry)));
  const lines = textOf(...values).split('\n');
  expect(lines[0]).toContain(
    'error develop, develop_us: Could not read the registry policy: User: arn:aws:iam::111111111111:user/me',
  );
  expect(lines[2]).toContain(
    'error management: Could not read the registry policy: User: arn:aws:iam::999999999999:user/me',
  );
});

test('different messages and identities are separate paragraphs', () => {
  const text = textOf(
    unreadable(DEVELOP, {}),
    unreadable(DEVELOP_US, { message: 'It failed differently.' }),
    { ...unreadable(undefined, {}), part: 'identities', name: 'arn:aws:iam::111111111111:role/ci' },
  );
  expect(text.match(/^error .*$/gm)).toEqual([
    'error develop: Could not read the registry policy: It failed.',
    'error develop_us: Could not read the registry policy: It failed differently.',
    'error Could not read the policies of arn:aws:iam::111111111111:role/ci: It failed.',
  ]);
});
