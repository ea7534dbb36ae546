import type { Question } from '../access/explain/question';
import { capitalizeSentence } from '../base/text';
import type { Repository } from '../model/resource-types';
import type { Registry, Topology } from '../model/topology';
import { ENTRIES } from './entry-list';
import { isReplicatedInto } from './explanations/replication-source';
import { readCaller } from './model/case';
import type { Diagnosis } from './model/diagnosis';
import type { Message } from './model/entry';
import { operationRequiring } from './model/evaluation';
import { locateRegistry, type DeclaredTopology, type MessageLocation } from './model/location';
import { readFacts, type Facts } from './parse/facts';
import { normalizePaste } from './parse/paste';

/**
 * Explains a message. With a declared topology, compares the message with it.
 *
 * @param declared undefined if there is no topology; the explanation is general then
 */
export function diagnose(message: Message, declared: DeclaredTopology | undefined): Diagnosis {
  const location = locateMessage(message, declared);
  const { principal, action, repository, tag, client } = message.facts;
  const { accountId, region, name, accountName } = location;
  const registry = { accountId, region, name, accountName };
  const explanation = message.explain({ declared, location, caller: readCaller(message.facts, declared) });
  return {
    kind: message.kind,
    found: { principal, action, repository: repository ?? location.repositoryName, tag, registry, client },
    ...explanation,
    summary: capitalizeSentence(explanation.summary),
  };
}

/**
 * Returns the pull or push whose denial a message shows, or undefined if the message does not name a caller and an action of an image, or
 * if the topology does not have the registry and repository.
 */
export function deniedQuestion(message: Message, declared: DeclaredTopology): Question | undefined {
  const operation = operationRequiring(message.facts.action);
  const caller = readCaller(message.facts, declared);
  const { registry, repositoryName: repository } = locateMessage(message, declared);
  if (operation === undefined || caller === undefined) return undefined;
  if (registry === undefined || repository === undefined) return undefined;
  return { operation, caller, registry, repository };
}

/** Returns the error message in a pasted text, or undefined if no entry matches. Never throws. */
export function matchMessage(pasted: string): Message | undefined {
  const text = normalizePaste(pasted);
  const facts = readFacts(text);
  for (const each of ENTRIES) {
    const message = each.match(text, facts);
    if (message !== undefined) return message;
  }
  return undefined;
}

/** Descriptions of the supported messages, for a user whose text matches no entry. */
export const SUPPORTED_MESSAGES: readonly string[] = [
  "denied ECR requests: '… is not authorized to perform: ecr:…'",
  'policies that ECR or IAM rejects or does not find, and roles, users and principals that do not exist or cannot be changed',
  "missing permissions of the principal that deploys: iam:PutRolePolicy and similar actions, sts:AssumeRole, a KMS key, Terraform's 'AWS account ID not allowed'",
  "AWS credentials that are missing, invalid or expired, and failures of 'docker login'",
  "denied pulls and pushes of Docker, ECS, EKS, CodeBuild and Lambda: 'no basic auth credentials', 403, 'pull access denied', expired tokens",
  'repositories, images and tags that are missing, already exist, are immutable or not empty, and resources that Terraform cannot import',
  'failures of replication, of pull-through caches and of the network, and quotas that are reached',
  'encoded authorization failure messages and CloudTrail records',
];

/**
 * Returns the registry and repository that a message refers to, as far as they are known. For replication this is the
 * destination. If the message names no registry or repository, returns the only candidate in the topology.
 */
function locateMessage(message: Message, declared: DeclaredTopology | undefined): MessageLocation {
  const { facts } = message;
  if (declared === undefined) return locateRegistry(facts, declared);
  const location = locateRegistry(facts, declared, preferredRegistryFilter(message, declared));
  const hasNoNames = [facts.accountId, facts.region, facts.repository].every((each) => each === undefined);
  if (location.registry !== undefined || !hasNoNames) return location;
  const [candidate, ...others] = candidatesFor(message, declared);
  return candidate === undefined || others.length > 0
    ? location
    : locateRegistry({ ...facts, ...candidate }, declared);
}

/** Selects between registries that contain a repository of the same name. */
function preferredRegistryFilter(
  { subject, facts }: Message,
  { topology }: DeclaredTopology,
): (registry: Registry) => boolean {
  if (subject === 'registry policy') return ({ policy }) => policy !== undefined;
  return (registry) => subject !== undefined && isReplicatedInto(registry, facts.repository, topology);
}

/** Registries and repositories that a message without names can refer to. */
function candidatesFor({ subject }: Message, { topology }: DeclaredTopology): readonly CandidateRepository[] {
  switch (subject) {
    case 'replication':
      return crossAccountReplicas(topology);
    case 'registry policy':
    case 'refused registry policy':
      return registriesWithPolicy(topology);
    case 'refused repository policy':
      return repositoriesWithPolicy(topology);
    case undefined:
      return [];
  }
}

type CandidateRepository = Pick<Facts, 'repository' | 'accountId' | 'region'>;

function registriesWithPolicy(topology: Topology): readonly CandidateRepository[] {
  return topology.registries
    .filter(({ policy }) => policy !== undefined)
    .map(({ accountId, region }) => ({ repository: undefined, accountId, region }));
}

/** If no repository has a policy, the usual mistake is a registry policy set on a replica. */
function repositoriesWithPolicy(topology: Topology): readonly CandidateRepository[] {
  const own = repositoriesMatching(topology, (_, { policy }) => policy !== undefined);
  return own.length > 0 ? own : crossAccountReplicas(topology);
}

function crossAccountReplicas(topology: Topology): readonly CandidateRepository[] {
  return repositoriesMatching(topology, (registry, { name }) => isReplicatedInto(registry, name, topology));
}

function repositoriesMatching(
  { registries }: Topology,
  matches: (registry: Registry, repository: Repository) => boolean,
): readonly CandidateRepository[] {
  return registries.flatMap((registry) =>
    registry.repositories
      .filter((repository) => matches(registry, repository))
      .map(({ name }) => ({ repository: name, accountId: registry.accountId, region: registry.region })),
  );
}
