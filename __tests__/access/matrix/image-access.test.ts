import fc from 'fast-check';
import { stringify } from 'yaml';
import { granteeKey } from '../../../src/access/evaluate/grantees';
import { accessMatrix } from '../../../src/access/matrix/access-matrix';
import { findImageAccess, identitiesWithoutAccess } from '../../../src/access/matrix/image-access';
import type { Topology } from '../../../src/model/topology';
import { topologyOf } from '../../declaration/declarations';
import { runs } from '../../random-runs';
import { declaredAccess } from '../declared-access';

const DEPLOY = 'arn:aws:iam::222222222222:role/deploy';

/** Role `deploy` and account `build` may pull `app` and `web`, and push `app`. */
const granting = (statements: string, registryStatements = '') =>
  topologyOf(`accounts:
  images: { id: "111111111111" }
  build: { id: "222222222222" }
registries:
  hub: { account: images, region: eu-west-1, statements: [${registryStatements}] }
repositories:
  app: { registry: hub, statements: [${statements}] }
  web: { registry: hub }
access:
  - { allow: pull, repositories: '*', principals: ["${DEPLOY}", build] }
  - { allow: push, repositories: [app], principals: ["${DEPLOY}"], identity: inline }
`);

function lines(topology: Topology): readonly string[] {
  return findImageAccess(topology).map(
    ({ grantee, registry, pull, push }) =>
      `${granteeKey(grantee)}: ${registry.name}: pull ${pull.join(' ')}; push ${push.join(' ')}`,
  );
}

const ACCOUNT = 'account 222222222222';
const ROLE = `identity ${DEPLOY}`;

const DENIED = (rest: string) => `{ effect: Deny, principals: build, ${rest} }`;
const PULL = 'actions: "ecr:GetDownloadUrlForLayer"';

test.each([
  [
    'no other statement',
    granting(''),
    [`${ACCOUNT}: hub: pull app web; push `, `${ROLE}: hub: pull app web; push app`],
  ],
  [
    'a Deny of pull in one repository policy',
    granting(DENIED(PULL)),
    [`${ACCOUNT}: hub: pull web; push `, `${ROLE}: hub: pull web; push app`],
  ],
  [
    'a Deny of push in the registry policy',
    granting('', DENIED('actions: "ecr:PutImage", resources: "*"')),
    [`${ACCOUNT}: hub: pull app web; push `, `${ROLE}: hub: pull app web; push `],
  ],
  ['a Deny of everything', granting('', DENIED('actions: "ecr:*", resources: "*"')), []],
  [
    'a Deny that depends on the request',
    granting(DENIED(`${PULL}, conditions: { StringNotEquals: { "aws:SourceVpce": vpce-1 } }`)),
    [
      `${ACCOUNT}: hub: pull web; push `,
      `${ACCOUNT} aws:SourceVpce: hub: pull app; push `,
      `${ROLE}: hub: pull web; push app`,
      `${ROLE} aws:SourceVpce: hub: pull app; push `,
    ],
  ],
])('returns the granted access with %s', (_, topology, access) => {
  expect(lines(topology)).toEqual(access);
});

test('returns an identity whose access is denied as an identity without access', () => {
  const { registries } = granting('', DENIED('actions: "ecr:*", resources: "*"'));
  const { identities } = granting('');
  expect(identities).toHaveLength(1);
  const access = findImageAccess({ registries, identities });
  expect(identitiesWithoutAccess(access, identities)).toEqual(identities);
});

test('contains the pulls and pushes that the access matrix does not deny', () => {
  fc.assert(
    fc.property(declaredAccess, (declared) => {
      const topology = topologyOf(stringify(declared));
      const drawn = findImageAccess(topology).flatMap(({ grantee: { who }, registry, pull, push }) =>
        [...pull.map((name) => `pull ${name}`), ...push.map((name) => `push ${name}`)].map(
          (operation) => `${granteeKey({ who, onlyIf: [] })} ${registry.name} ${operation}`,
        ),
      );
      const answered = accessMatrix(topology).flatMap(
        ({ caller, operation, registry, repository, answer }) =>
          caller.kind === 'grantee' && (operation === 'pull' || operation === 'push') && answer.kind !== 'no'
            ? [`${granteeKey(caller.grantee)} ${String(registry.name)} ${operation} ${repository}`]
            : [],
      );
      expect([...drawn].sort()).toEqual([...answered].sort());
    }),
    runs(8),
  );
});
