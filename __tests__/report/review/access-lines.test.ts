import { reviewPlans } from '../../../src/plan/review/review';
import { accessLines } from '../../../src/report/review/access-lines';
import { planOf } from '../../plan/plans';
import { A, allows, app, policyOn, PULL, registryPolicy } from '../../lint/plan/access-plans';

const from = (...ranges: readonly string[]) =>
  allows(A, PULL, { Condition: { IpAddress: { 'aws:SourceIp': ranges } } });

test.each([
  [
    'more values',
    policyOn('app', [from('10.1.0.0/16')], [from('10.0.0.0/8')]),
    `account ${A} gains pull on app (develop) for more values of its conditions, if its account allows it, depending on aws:SourceIp`,
  ],
  [
    'fewer values',
    policyOn('app', [from('10.0.0.0/8')], [from('10.1.0.0/16')]),
    `account ${A} loses pull on app (develop) for some values of its conditions, which it had if its account allows it, depending on aws:SourceIp`,
  ],
  [
    'a condition less',
    policyOn('app', [from('10.0.0.0/8')], [allows(A)]),
    `account ${A} gains pull on app (develop) regardless of aws:SourceIp, if its account allows it`,
  ],
  [
    'a condition more',
    policyOn('app', [allows(A)], [from('10.0.0.0/8')]),
    `account ${A} loses pull on app (develop) unless aws:SourceIp matches, which it had if its account allows it`,
  ],
  [
    'repositories of another stack',
    registryPolicy(
      [],
      [allows(A, PULL, { Resource: 'arn:aws:ecr:ap-northeast-1:111111111111:repository/team/*' })],
    ),
    `account ${A} gains pull on team/* (develop), if its account allows it`,
  ],
])('describes who gains and loses access: %s', (_, resource, text) => {
  const { access, nameOf } = reviewPlans([planOf([app, resource])]);
  expect(accessLines(access, new Map(), nameOf).map((line) => line.text)).toEqual([text]);
});
