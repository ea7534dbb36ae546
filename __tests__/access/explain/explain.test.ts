import { parseCaller } from '../../../src/access/evaluate/caller';
import { NO_CONTEXT } from '../../../src/access/evaluate/evaluation-context';
import { explain } from '../../../src/access/explain/explain';
import type { RepositoryName } from '../../../src/aws/names';
import { deploymentOf, topologyOf } from '../../declaration/declarations';
import { DECLARATION } from '../../diagnose/diagnose-text';

/** The fixes for a push, as in a declaration with these entries under `access`. */
function pushFixes(caller: string, registryName: string, repository: string, access = '') {
  const declaration = `${DECLARATION}${access}`;
  const topology = topologyOf(declaration);
  const registry = topology.registries.find(({ name }) => name === registryName)!;
  const question = {
    operation: 'push',
    caller: parseCaller(caller)!,
    registry,
    repository: repository as RepositoryName,
  } as const;
  return explain(topology, deploymentOf(declaration).accounts, question, NO_CONTEXT).fixes;
}

const CI = 'arn:aws:sts::111111111111:assumed-role/ci/build';
const SSO = 'arn:aws:sts::111111111111:assumed-role/AWSReservedSSO_Dev_0123456789abcdef/me';

describe('a role of IAM Identity Center', () => {
  test('gets a grant without a policy in another account', () => {
    expect(pushFixes(SSO, 'central', 'your-repo')).toMatchObject([
      { kind: 'grant', entry: { identity: 'none', principals: [{ kind: 'viaAccountRoot' }] } },
      { kind: 'attach' },
    ]);
  });

  test('gets no grant in its own account, where a grant to a pattern changes nothing', () => {
    expect(pushFixes(SSO, 'develop', 'my-repo')).toMatchObject([{ kind: 'attach' }]);
  });
});

test('proposes a grant for a repository that no registry contains', () => {
  expect(pushFixes(CI, 'central', 'new-repo')).toMatchObject([
    { kind: 'grant', entry: { repositories: ['new-repo'], registries: ['central'] } },
  ]);
});

test('proposes to push elsewhere if only other registries contain the repository', () => {
  expect(pushFixes(CI, 'central', 'my-repo')[0]).toMatchObject({ kind: 'push-to', isReplica: false });
});

describe('a push to a replica', () => {
  test('is to the source', () => {
    expect(pushFixes(CI, 'management', 'my-repo')[0]).toMatchObject({
      kind: 'push-to',
      origins: ['develop'],
    });
  });

  test('stays there if the repository policy allows it', () => {
    const access = `access:\n  - { allow: push, repositories: [my-repo], registries: [management], principals: ["arn:aws:iam::111111111111:role/ci"], identity: none }\n`;
    expect(pushFixes(CI, 'management', 'my-repo', access)).toMatchObject([{ kind: 'attach' }]);
  });
});
