import { A, allows, app, APP, B, policyOn, PULL } from './access-plans';
import { roleArn } from './role-policies';
import type { RuleCase } from './rule-cases';

const named = (principal: string, parts: object = {}) =>
  allows(A, PULL, { Principal: { AWS: principal }, ...parts });
const viaRoot = (pattern: string) =>
  allows(A, PULL, { Condition: { ArnLike: { 'aws:PrincipalArn': pattern } } });
const anyAccount = (condition: object = {}) =>
  allows(A, PULL, { Principal: '*', ...(Object.keys(condition).length > 0 ? { Condition: condition } : {}) });
const from = (...ranges: readonly string[]) =>
  allows(A, PULL, { Condition: { IpAddress: { 'aws:SourceIp': ranges } } });
const organisation = { StringEquals: { 'aws:PrincipalOrgID': 'o-abc1234567' } };
const denied = (condition: object) => ({
  Effect: 'Deny',
  Principal: '*',
  Action: 'ecr:*',
  Condition: condition,
});

export interface PolicyEdit {
  readonly name: string;
  readonly before: readonly object[];
  readonly after: readonly object[];
  readonly gains: readonly string[];
  readonly loses: readonly string[];
  /** Access that principals of the owning account lose if a Deny applies to them too. */
  readonly ownerLoses?: string;
}

/** Edits of one repository policy; each caller has at most one finding. */
const EDITS: readonly PolicyEdit[] = [
  {
    name: 'a role, then its account: the role loses nothing',
    before: [named(roleArn('ci'))],
    after: [allows(A)],
    gains: [`Newly allows account ${A} to pull 'app'`],
    loses: [],
  },
  {
    name: 'an account, then one of its roles: the role gains nothing',
    before: [allows(A)],
    after: [named(roleArn('ci'))],
    gains: [],
    loses: [`No longer allows account ${A} to pull 'app'`],
  },
  {
    name: 'a role, then any AWS account',
    before: [named(roleArn('ci'))],
    after: [anyAccount()],
    // `public-access` reports access that every AWS account gains.
    gains: [],
    loses: [],
  },
  {
    name: 'any AWS account, then one account',
    before: [anyAccount()],
    after: [allows(A)],
    gains: [],
    loses: ["No longer allows every AWS account to pull 'app'"],
  },
  {
    name: 'a role, then an organization to which it may belong',
    before: [named(roleArn('ci'))],
    after: [anyAccount(organisation)],
    gains: ["Newly allows organization o-abc1234567 to pull 'app'"],
    loses: [`No longer allows ${roleArn('ci')} to pull 'app' (unless aws:PrincipalOrgID matches`],
  },
  {
    name: 'a role by a condition, then all roles with the same name prefix',
    before: [viaRoot(roleArn('ci'))],
    after: [viaRoot(roleArn('ci*'))],
    gains: [`Newly allows ${roleArn('ci*')} to pull 'app'`],
    loses: [],
  },
  {
    name: 'roles with a name prefix, then roles of any name',
    before: [viaRoot(roleArn('x*'))],
    after: [viaRoot(roleArn('*'))],
    gains: [`Newly allows ${roleArn('*')} to pull 'app'`],
    loses: [],
  },
  {
    name: 'an account, then some of its roles',
    before: [allows(A)],
    after: [viaRoot(roleArn('ci*'))],
    gains: [],
    loses: [`No longer allows account ${A} to pull 'app' (unless aws:PrincipalArn matches`],
  },
  {
    name: 'two actions, then only one of them',
    before: [allows(A)],
    after: [allows(A, ['ecr:BatchGetImage'])],
    gains: [],
    loses: [`No longer allows account ${A} to pull (ecr:GetDownloadUrlForLayer) 'app'`],
  },
  {
    name: 'a role of the owning account, then its account, whose identity policies must allow it',
    before: [named(roleArn('ci', '111111111111'))],
    after: [allows('111111111111')],
    gains: [],
    loses: [`No longer allows ${roleArn('ci', '111111111111')} to pull 'app'`],
  },
  {
    name: 'some IP addresses, then all',
    before: [from('10.0.0.0/8')],
    after: [from('0.0.0.0/0')],
    gains: [
      `Newly allows account ${A} to pull 'app' (if its own account allows it, with more values of aws:SourceIp)`,
    ],
    loses: [],
  },
  {
    name: 'some IP addresses, then fewer',
    before: [from('10.0.0.0/8')],
    after: [from('10.1.0.0/16', '10.2.0.0/16')],
    gains: [],
    loses: [
      `No longer allows account ${A} to pull 'app' (if its own account allows it, with some values of aws:SourceIp)`,
    ],
  },
  {
    name: 'some IP addresses, then different ones',
    before: [from('10.0.0.0/8')],
    after: [from('192.0.2.0/24')],
    gains: ['with more values of aws:SourceIp'],
    loses: ['with some values of aws:SourceIp'],
  },
  {
    name: 'IP addresses in another order, with a range that another one includes',
    before: [from('10.0.0.0/8', '192.0.2.0/24')],
    after: [from('192.0.2.0/24', '10.0.0.0/8', '10.1.0.0/16')],
    gains: [],
    loses: [],
  },
  {
    name: 'a VPC endpoint, then one of another account as well',
    before: [anyAccount({ StringEquals: { 'aws:SourceVpce': 'vpce-1' } })],
    after: [anyAccount({ StringEquals: { 'aws:SourceVpce': ['vpce-1', 'vpce-2'] } })],
    gains: ['Newly allows every AWS account to pull', 'with more values of aws:SourceVpce'],
    loses: [],
  },
  {
    name: 'a Deny outside of one organization, then outside of two',
    before: [allows(A), denied({ StringNotEquals: { 'aws:PrincipalOrgID': 'o-1aaaaaaaaa' } })],
    after: [
      allows(A),
      denied({ StringNotEquals: { 'aws:PrincipalOrgID': ['o-1aaaaaaaaa', 'o-2bbbbbbbbb'] } }),
    ],
    gains: ['with more values of aws:PrincipalOrgID'],
    loses: [],
  },
  {
    name: 'a Deny of some IP addresses, then of more',
    before: [allows(A), denied({ IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } })],
    after: [allows(A), denied({ IpAddress: { 'aws:SourceIp': ['10.0.0.0/8', '192.0.2.0/24'] } })],
    gains: [],
    loses: ['with some values of aws:SourceIp'],
    ownerLoses: 'every principal of account 111111111111',
  },
  {
    name: 'a condition that is added',
    before: [allows(A)],
    after: [from('10.0.0.0/8')],
    gains: [],
    loses: [`No longer allows account ${A} to pull 'app' (unless aws:SourceIp matches`],
  },
  {
    name: 'a condition that every request satisfies',
    before: [allows(A)],
    after: [allows(A, PULL, { Condition: { Bool: { 'aws:SecureTransport': 'true' } } })],
    gains: [],
    loses: [],
  },
  {
    name: 'a Deny of requests without TLS',
    before: [allows(A)],
    after: [allows(A), denied({ Bool: { 'aws:SecureTransport': 'false' } })],
    gains: [],
    loses: [],
  },
  {
    name: 'a condition on accounts, of which only one remains',
    before: [anyAccount({ StringEquals: { 'aws:PrincipalAccount': [A] } })],
    after: [anyAccount({ StringEquals: { 'aws:PrincipalAccount': [A, B] } })],
    gains: [`Newly allows account ${B} to pull 'app'`],
    loses: [],
  },
];

/** Returns the case of a rule for each edit: its one finding, after that of the owning account. */
export function editCases(
  finds: (edit: PolicyEdit) => readonly string[],
  findsOfOwner: (edit: PolicyEdit) => string | undefined = () => undefined,
): readonly RuleCase[] {
  return EDITS.map((edit) => {
    const [first, ...texts] = finds(edit);
    const owner = [findsOfOwner(edit)].flatMap((text) => text ?? []);
    return {
      name: edit.name,
      resources: [app, policyOn('app', edit.before, edit.after)],
      finds:
        first === undefined ? [] : [...owner.map((text) => [APP, text] as const), [APP, first, ...texts]],
    };
  });
}
