import { REPOSITORY, access, many } from '../../declaration/changed-base';
import { BASE } from '../../declaration/declarations';
import { describeDiagnostics } from '../../declaration/diagnostic-cases';

describeDiagnostics('policy-lengths', {
  'policy/registry-too-long': [
    {
      bad: longPolicy(200, true),
      message:
        'About 142 of these fit. Set createRepositories: true in the replication rules, so that the policy contains a prefix instead of every repository. ECR',
      good: longPolicy(100),
    },
  ],
  'policy/repository-too-long': [
    {
      bad: marked(grantedTo(250, (index) => `"arn:aws:iam::999999999999:role/builder-${index}"`)),
      message: 'Grant access to an account instead of its roles and users: 250 in account 999999999999',
      good: grantedTo(150, (index) => `"arn:aws:iam::999999999999:role/builder-${index}"`),
    },
    {
      bad: marked(grantedTo(400, (index) => `"${String(200_000_000_000 + index)}"`)),
      message: 'It contains 400 principals. Grant access to { organization: o-… }',
      good: grantedTo(200, (index) => `"${String(200_000_000_000 + index)}"`),
    },
    {
      bad: marked(
        grantedTo(
          300,
          (index) => `{ arn: "arn:aws:iam::999999999999:role/b-${index}", viaAccountRoot: true }`,
        ),
      ),
      message: 'It contains 300 principals',
    },
    {
      bad: marked(
        grantedTo(400, (index) => `"${String(200_000_000_000 + index)}"`)
          .replace(REPOSITORY, `${REPOSITORY}  my-repo-2: { registry: develop }\n`)
          .replace('repositories: my-repo,', 'repositories: "*",'),
      ),
      message: 'The policy of 1 more repository in this registry is too long as well',
    },
  ],
  'policy/identity-too-long': [
    {
      bad: grantedOn(200, '«arn:aws:iam::999999999999:role/ci»'),
      message: "Write 'identity: managed'",
      good: grantedOn(100, 'arn:aws:iam::999999999999:role/ci'),
    },
    {
      bad: grantedOn(40, '«arn:aws:iam::999999999999:user/ci»'),
      message: 'IAM allows 2048',
      good: grantedOn(10, 'arn:aws:iam::999999999999:user/ci'),
    },
  ],
});

/** Adds the marks at the repository, because a policy that is too long is reported there. */
function marked(text: string): string {
  return text.replace('  my-repo:', '  «my-repo»:');
}

/** Returns `BASE` with `number` repositories that are replicated to another account by name. */
function longPolicy(number: number, mark = false): string {
  const repositories = many(
    number,
    (index) => `  team/service-${String(index).padStart(4, '0')}: { registry: develop }\n`,
  );
  return BASE.replace(REPOSITORY, REPOSITORY + repositories.join(''))
    .replace('[my-repo]', '[team/]')
    .replace('  management: { account', mark ? '  «management»: { account' : '  management: { account');
}

/** Returns `BASE` with a grant on one repository to `number` principals. */
function grantedTo(number: number, principal: (index: number) => string): string {
  return access(
    `allow: pull, repositories: my-repo, principals: [${many(number, principal).join(', ')}], identity: none`,
  );
}

/** Returns `BASE` with a grant on `number` repositories to one principal. */
function grantedOn(number: number, principal: string): string {
  const repositories = many(number, (index) => `  team/service-${index}: { registry: develop }\n`);
  return access(`allow: pull, repositories: "*", principals: ${principal}`).replace(
    REPOSITORY,
    REPOSITORY + repositories.join(''),
  );
}
