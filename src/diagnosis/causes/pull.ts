import { actionsOf, sortedUnique, type Repository } from '../../registry';
import { pullerOf, type Client } from '../client';
import {
  policyToChange,
  registryText,
  shortRegistryText,
  repositoryText,
  undeclaredText,
  type Case,
  type Conclusion,
} from '../case';
import { DEPLOY, ownerOptions } from '../commands';
import type { PolicyToChange, Step } from '../diagnosis';
import { PAGES } from '../pages';
import { loginSteps } from './login';
import { reveal } from './reveal';

/** Explains a denial whose reason the client does not print. */
export function deniedWithoutReason(found: Case): Conclusion {
  const { message, place } = found;
  const { client, operation } = message.facts;
  return {
    summary: `${registryText(place)} denied ${operation === 'push' ? 'a push to ' : operation === 'pull' ? 'a pull from ' : ''}${repositoryText(found)}, and the client does not print why.`,
    cause: [declaredText(found), causesText(found), dockerHub(found), CLIENT_CAUSES[client ?? ''] ?? '']
      .filter((each) => each !== '')
      .join(' '),
    policies: bothSides(found),
    steps: [
      ...(isMissing(found) ? [] : [reveal(found)]),
      ...(isManifestPush(found) ? quotaSteps(found) : []),
      ...(isManifestPush(found) || (logsInItself(client) && operation !== 'push') ? [] : loginSteps(found)),
      ...elsewhere(found),
    ],
    certainty: {
      level: 'open',
      because: 'the text is the same for a missing login, policy, repository or image',
    },
    page: client === 'ECS' || client === 'Kubernetes' ? PAGES.crossAccount : PAGES.docker,
  };
}

const PUT_IMAGE = 'ecr:PutImage';

function isManifestPush({ message }: Case): boolean {
  return message.facts.operation === 'push' && message.facts.requested === PUT_IMAGE;
}

function quotaSteps({ place }: Case): readonly Step[] {
  const owner = ownerOptions(place);
  return [
    {
      text: 'Count the images of the repository, and compare with the quota.',
      code: {
        language: 'sh',
        text: `aws ecr describe-images --repository-name ${place.repositoryName ?? 'REPOSITORY'}${owner} --query 'length(imageDetails)'\naws service-quotas list-service-quotas --service-code ecr --query 'Quotas[].[QuotaName,Value]' --output table\n`,
      },
    },
  ];
}

function causesText({ message }: Case): string {
  const { client, operation, requested } = message.facts;
  const sides =
    'in its identity policy and, if the registry is of another account, in the repository policy too';
  if (operation === 'push' && requested === PUT_IMAGE) {
    return `The layers were accepted, so that login and repository are right. Either the caller lacks ${PUT_IMAGE}, ${sides}; or a quota is reached: the images of the repository (a lifecycle policy expires old ones), or 1,000 tags of one image.`;
  }
  if (operation === 'push') {
    const needs = requested === undefined ? '' : ` (the request that failed needs ${requested})`;
    return `Either the caller lacks a permission to push${needs}: ${sides}. Or the repository does not exist in this account and Region, or the login has expired or is for another registry.`;
  }
  const who = pullerOf(client);
  return `Either ${who} lacks the permission in its own account; or it is of another account, and the repository policy does not allow it; or the repository or image does not exist there${LOGIN_CAUSES[client ?? ''] ?? (logsInItself(client) ? '' : '; or the login is missing, has expired or is for another registry')}.`;
}

const LOGIN_CAUSES: Readonly<Record<string, string>> = {
  Kubernetes: '; or, outside of EKS, the token in the pull secret has expired (after 12 hours)',
};

/** These clients get a token for each pull, so that it cannot have expired. */
function logsInItself(client: Client | undefined): boolean {
  return (
    client === 'ECS' ||
    client === 'Lambda' ||
    client === 'App Runner' ||
    client === 'SageMaker' ||
    client === 'Kubernetes' ||
    client === 'CodeBuild'
  );
}

/**
 * Lambda and the principal that creates the function both pull the image. Across accounts, the repository policy has to
 * allow both.
 */
export function lambdaDenied(found: Case): Conclusion {
  const { declared, place, message } = found;
  const repository = message.facts.repository ?? 'REPOSITORY';
  return {
    summary: 'Lambda may not pull the image of the function.',
    cause:
      "The repository policy has to allow lambda.amazonaws.com and, if the function is in another account, that account. Repository and function have to be in one Region, and Lambda prints the same if the image does not exist there. In one account Lambda adds the statement itself, where whoever creates the function may change the repository's policy.",
    policies: [
      policyToChange(
        'repository policy',
        place.accountId,
        declared,
        `${repositoryText(found)} in ${shortRegistryText(place)}`,
        'it has to allow lambda.amazonaws.com ecr:BatchGetImage and ecr:GetDownloadUrlForLayer',
      ),
    ],
    steps: [
      {
        text: 'Add this to topology.yaml, with the account of the function, and deploy it.',
        code: {
          language: 'yaml',
          text: `access:\n  - allow: pull\n    repositories: [${repository}]\n    principals: [{ lambda: "111111111111" }]\n`,
        },
      },
      { text: 'Give whoever creates the function ecr:BatchGetImage and ecr:GetDownloadUrlForLayer, too.' },
    ],
    certainty: { level: 'likely', because: 'Lambda prints the same where the image does not exist' },
    page: PAGES.lambda,
  };
}

function bothSides(found: Case): readonly PolicyToChange[] {
  const { declared, message, place } = found;
  const { operation, client } = message.facts;
  const actions = operation === 'push' ? PUSH_ACTIONS : 'ecr:BatchGetImage and ecr:GetDownloadUrlForLayer';
  const check = `check that it allows ${actions}`;
  return [
    policyToChange(
      'repository policy',
      place.accountId,
      declared,
      `${repositoryText(found)} in ${shortRegistryText(place)}`,
      place.repository !== undefined && place.repository.policy === undefined
        ? 'in the topology it has none, so that it allows no other account'
        : check,
    ),
    policyToChange(
      'identity-based policy',
      undefined,
      declared,
      operation === 'push' ? 'the caller' : pullerOf(client),
      check,
    ),
  ];
}

const PUSH_ACTIONS = actionsOf('push').join(', ');

function isMissing({ place }: Case): boolean {
  return place.registry !== undefined && place.repositoryName !== undefined && place.repository === undefined;
}

/** States whether the topology declares the repository, and which principals its policy allows. */
function declaredText(found: Case): string {
  const { place } = found;
  if (place.registry === undefined) return undeclaredText(found);
  if (isMissing(found)) {
    return `The topology declares no ${repositoryText(found)} in registry ${place.registry.name}.`;
  }
  return place.repository === undefined
    ? ''
    : `The topology declares the repository there; check that it is deployed. ${letIn(place.repository)}`;
}

/** Lists the principals of the repository policy, so that the user can look for the caller. */
function letIn({ policy }: Repository): string {
  const allowing = (policy?.statements ?? []).filter(({ effect }) => effect === 'Allow');
  const names = allowing.flatMap(({ principals }) => (principals?.values ?? []).map(({ value }) => value));
  if (names.length === 0) return 'Its policy allows no other account.';
  const more = names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : '';
  return `Its policy names ${sortedUnique(names).slice(0, MOST_NAMED).join(', ')}${more}.`;
}

const MOST_NAMED = 5;

/** Returns steps that name the registries with the repository, if this registry does not have it. */
function elsewhere(found: Case): readonly Step[] {
  const { declared, place } = found;
  if (!isMissing(found)) return [];
  const others = (declared?.topology.registries ?? []).filter(({ repositories }) =>
    repositories.some(({ name }) => name === place.repositoryName),
  );
  const names = others.map(({ name, accountId, region }) => `${name} (${accountId}, ${region})`).join(', ');
  return [
    others.length === 0
      ? {
          text: `Declare ${repositoryText(found)} under repositories in topology.yaml, or correct its name in the image.`,
        }
      : { text: `Pull from where it is declared: ${names}.` },
    DEPLOY,
  ];
}

/** Official images of Docker Hub are in the namespace `library`. Docker adds it automatically, ECR does not. */
function dockerHub({ message }: Case): string {
  const { repository = '' } = message.facts;
  return /^docker-?hub\/[^/]+$/.test(repository)
    ? `Through a pull through cache of Docker Hub, official images are in library/: docker-hub/library/${repository.split('/').at(-1) ?? ''}.`
    : '';
}

/** With imagePullCredentialsType CODEBUILD, the caller is CodeBuild and not the service role of the project. */
const CODEBUILD =
  'A project whose imagePullCredentialsType is CODEBUILD pulls as codebuild.amazonaws.com, which the repository policy then has to allow; for a repository of another account use SERVICE_ROLE.';

const CHART =
  'Helm and Flux append the name of the chart to the address: the repository is ADDRESS/CHART, and the address does not contain the chart.';

const CLIENT_CAUSES: Readonly<Record<string, string>> = {
  CodeBuild: CODEBUILD,
  Flux: CHART,
  Helm: CHART,
};
