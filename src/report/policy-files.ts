import {
  IDENTITY_POLICY_NAME,
  LIMITS,
  managedPolicyArn,
  policyFileText,
  policyText,
  type Account,
  type Identity,
  type PolicyDocument,
  type Registry,
  type Topology,
} from '../registry';

/** A file to be written. */
export interface PolicyFile {
  /** Below the folder, with `/`. */
  readonly path: string;
  readonly text: string;
}

/** What the script that applies the policies is called. */
export const SCRIPT = 'apply.sh';

/**
 * Every policy of a topology as a file of its own, and a script with the AWS CLI command that applies each. For teams
 * that do not use Terraform in every account.
 */
export function policyFiles(topology: Topology, accounts: readonly Account[]): readonly PolicyFile[] {
  const applied = [
    ...topology.registries.flatMap((registry) => registryFiles(registry, accounts)),
    ...topology.identities.flatMap((identity) => identityFiles(identity, accounts)),
  ];
  return [...applied.flatMap(({ file }) => file ?? []), { path: SCRIPT, text: scriptText(applied) }];
}

interface Applied {
  /** Undefined where AWS has the policy already. */
  readonly file: PolicyFile | undefined;
  /** Whose credentials it takes. */
  readonly where: string;
  readonly command: string;
}

function registryFiles(registry: Registry, accounts: readonly Account[]): readonly Applied[] {
  const { name, accountId, region, policy, repositories } = registry;
  const where = `registry ${name}: account ${accountId}, ${region}`;
  const ecr = (command: string) => `aws ecr ${command}${profileOf(accountId, accounts)} --region ${region}`;
  const own: readonly Applied[] =
    policy === undefined
      ? []
      : [
          applied(
            `registries/${name}/registry-policy.json`,
            policy,
            LIMITS.registryPolicyLength,
            where,
            (path) => [ecr('put-registry-policy'), `--policy-text file://${path}`],
          ),
        ];
  const others = repositories.flatMap((repository) => {
    if (repository.policy === undefined) return [];
    // No repository name holds a plus sign, so this is as unique as the name.
    const path = `registries/${name}/repositories/${repository.name.replaceAll('/', '+')}.json`;
    return [
      applied(path, repository.policy, LIMITS.repositoryPolicyLength, where, (file) => [
        ecr('set-repository-policy'),
        `--registry-id ${accountId} --repository-name ${repository.name} --policy-text file://${file}`,
      ]),
    ];
  });
  return [...own, ...others];
}

function identityFiles(identity: Identity, accounts: readonly Account[]): readonly Applied[] {
  const { kind, accountId, name, partition, policy, managedPolicies } = identity;
  const account = accounts.find(({ id }) => id === accountId)?.name ?? accountId;
  const where = `account ${account}: ${accountId}`;
  const iam = (command: string) =>
    `aws iam ${command}${profileOf(accountId, accounts)} --${kind}-name ${name}`;
  const inline: readonly Applied[] =
    policy === undefined
      ? []
      : [
          applied(
            `accounts/${account}/${kind}-${name}.json`,
            policy,
            LIMITS.inlinePoliciesLength[kind],
            where,
            (path) => [
              iam(`put-${kind}-policy`),
              `--policy-name ${IDENTITY_POLICY_NAME} --policy-document file://${path}`,
            ],
          ),
        ];
  const attached = managedPolicies.map((managed): Applied => ({
    file: undefined,
    where,
    command: `${iam(`attach-${kind}-policy`)} --policy-arn ${managedPolicyArn(partition, managed)}`,
  }));
  return [...inline, ...attached];
}

function applied(
  path: string,
  policy: PolicyDocument,
  limit: number,
  where: string,
  command: (path: string) => readonly string[],
): Applied {
  const forReading = policyFileText(policy);
  // White space counts: what fits only without it is written without it.
  const text = forReading.length <= limit ? forReading : `${policyText(policy)}\n`;
  return { file: { path, text }, where, command: command(path).join(' ') };
}

function profileOf(id: string, accounts: readonly Account[]): string {
  const credentials = accounts.find((account) => account.id === id)?.credentials;
  // A profile may hold spaces, and no quote.
  return credentials?.kind === 'profile' ? ` --profile '${credentials.profile}'` : '';
}

function scriptText(all: readonly Applied[]): string {
  const lines = all.flatMap(({ where, command }, index) => [
    ...(where === all[index - 1]?.where ? [] : ['', `# ${where}`]),
    command,
  ]);
  return [
    '#!/bin/sh',
    '# Applies every policy of the topology. Written by ecr-topology policies; do not edit.',
    '# Each command takes credentials of the account above it. A policy that is there already is replaced.',
    'set -eu',
    'cd "$(dirname "$0")"',
    ...lines,
    '',
  ].join('\n');
}
