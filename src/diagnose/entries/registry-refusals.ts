import { requiredActions } from '../../aws/policy/actions';
import { sortedUnique } from '../../base/collections';
import type { Repository } from '../../model/resource-types';
import { loginSteps } from '../explanations/login';
import { probeStep } from '../explanations/probe';
import { DEPLOY_STEP, registryOptions } from '../explanations/steps';
import {
  policyOfCase,
  policyToChange,
  registryWithAccountText,
  repositoryText,
  undeclaredRegistryText,
  type Case,
  type Explanation,
} from '../model/case';
import { PAGES, type PolicyToChange, type Step } from '../model/diagnosis';
import { defineEntry, matchPattern, type FamilyEntries } from '../model/entry';
import { pullerOf, type Client } from '../parse/client';
import { mentionsEcr } from '../parse/registry-reference';

/** Docker's message for any denial of a registry. */
const PULL_DENIED = defineEntry({
  kind: 'pull-denied',
  match: matchPattern(
    /repository does not exist or may require '?(?:docker login|authorization)|pull access denied|requested access to the resource is denied/i,
    mentionsEcr,
  ),
  explain: explainDenialWithoutReason,
});

/** A 403 without a reason. containerd does not read the response body of AWS. */
const FORBIDDEN = defineEntry({
  kind: 'forbidden',
  match: matchPattern(
    /403 Forbidden|status code:? 403|HTTP 403 response body|BUILD_CONTAINER_UNABLE_TO_PULL_IMAGE/i,
    mentionsEcr,
  ),
  explain: explainDenialWithoutReason,
});

/** Explains a denial whose reason the client does not print. */
function explainDenialWithoutReason(failure: Case): Explanation {
  const { message, location } = failure;
  const { client, operation } = message.facts;
  return {
    summary: `${registryWithAccountText(location)} denied ${operation === 'push' ? 'a push to ' : operation === 'pull' ? 'a pull from ' : 'access to '}${repositoryText(failure)}, and the client does not print the reason.`,
    cause: [
      declaredRepositoryText(failure),
      causesText(failure),
      dockerHubText(failure),
      CLIENT_CAUSES[client ?? ''] ?? '',
    ]
      .filter((each) => each !== '')
      .join(' '),
    policies: policiesToCheck(failure),
    steps: [
      ...(isNotDeclared(failure) ? [] : [probeStep(failure)]),
      ...(isManifestPush(failure) ? quotaSteps(failure) : []),
      ...(isManifestPush(failure) || (hasOwnLogin(client) && operation !== 'push')
        ? []
        : loginSteps(failure)),
      ...otherRegistrySteps(failure),
    ],
    certainty: {
      level: 'open',
      because: 'the client prints the same text for a missing login, policy, repository or image',
    },
    page: client === 'ECS' || client === 'Kubernetes' ? PAGES.crossAccount : PAGES.docker,
  };
}

const PUT_IMAGE = 'ecr:PutImage';

function isManifestPush({ message }: Case): boolean {
  return message.facts.operation === 'push' && message.facts.requestedAction === PUT_IMAGE;
}

function quotaSteps({ location }: Case): readonly Step[] {
  const owner = registryOptions(location);
  return [
    {
      text: 'Count the images of the repository, and compare the number with the quota.',
      code: {
        language: 'sh',
        text: `aws ecr describe-images --repository-name ${location.repositoryName ?? 'REPOSITORY'}${owner} --query 'length(imageDetails)'\naws service-quotas list-service-quotas --service-code ecr --query 'Quotas[].[QuotaName,Value]' --output table\n`,
      },
    },
  ];
}

function causesText({ message }: Case): string {
  const { client, operation, requestedAction } = message.facts;
  const policiesText =
    'the identity policy must allow it and, if the registry is in another account, the repository policy too';
  if (operation === 'push' && requestedAction === PUT_IMAGE) {
    return `ECR accepted the layers, so the login and the repository are correct. Either the caller lacks ${PUT_IMAGE} (${policiesText}), or a quota is reached: the number of images in the repository (a lifecycle policy expires old images), or 1,000 tags for one image.`;
  }
  if (operation === 'push') {
    const needs = requestedAction === undefined ? '' : `the failed request needs ${requestedAction}; `;
    return `Either the caller lacks a permission to push (${needs}${policiesText}), or the repository does not exist in this account and Region, or the login has expired or is for another registry.`;
  }
  const callerName = pullerOf(client);
  return `Possible causes: the identity policy of ${callerName} does not allow the pull; the registry is in another account, and the repository policy does not allow the pull; the repository or the image does not exist${LOGIN_CAUSES[client ?? ''] ?? (hasOwnLogin(client) ? '' : '; the login is missing, has expired or is for another registry')}.`;
}

const LOGIN_CAUSES: Readonly<Record<string, string>> = {
  Kubernetes: '; outside of EKS, the token in the pull secret has expired (after 12 hours)',
};

/** These clients get a token for each pull, so that it cannot have expired. */
function hasOwnLogin(client: Client | undefined): boolean {
  return (
    client === 'ECS' ||
    client === 'Lambda' ||
    client === 'App Runner' ||
    client === 'SageMaker' ||
    client === 'Kubernetes' ||
    client === 'CodeBuild'
  );
}

function policiesToCheck(failure: Case): readonly PolicyToChange[] {
  const { declared, message, location } = failure;
  const { operation, client } = message.facts;
  const actions = operation === 'push' ? PUSH_ACTIONS : 'ecr:BatchGetImage and ecr:GetDownloadUrlForLayer';
  const check = `check that it allows ${actions}`;
  return [
    policyOfCase(
      failure,
      'repository policy',
      location.repository !== undefined && location.repository.policy === undefined
        ? 'the topology declares none, so the repository allows no other account'
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

const PUSH_ACTIONS = requiredActions('push').join(', ');

function isNotDeclared({ location }: Case): boolean {
  return (
    location.registry !== undefined &&
    location.repositoryName !== undefined &&
    location.repository === undefined
  );
}

/** States whether the topology declares the repository, and which principals its policy allows. */
function declaredRepositoryText(failure: Case): string {
  const { location } = failure;
  if (location.registry === undefined) return undeclaredRegistryText(failure);
  if (isNotDeclared(failure)) {
    return `The topology declares no ${repositoryText(failure)} in registry ${location.registry.name}.`;
  }
  return location.repository === undefined
    ? ''
    : `The topology declares the repository there. Check that it is deployed. ${allowedPrincipalsText(location.repository)}`;
}

/** Lists the principals of the repository policy, so that the user can look for the caller. */
function allowedPrincipalsText({ policy }: Repository): string {
  const allowing = (policy?.statements ?? []).filter(({ effect }) => effect === 'Allow');
  const names = allowing.flatMap(({ principals }) => (principals?.values ?? []).map(({ value }) => value));
  if (names.length === 0) return 'Its policy allows no other account.';
  const more = names.length > MAX_LISTED ? ` and ${names.length - MAX_LISTED} more` : '';
  return `Its policy names ${sortedUnique(names).slice(0, MAX_LISTED).join(', ')}${more}.`;
}

const MAX_LISTED = 5;

/** Returns steps that name the registries with the repository, if this registry does not have it. */
function otherRegistrySteps(failure: Case): readonly Step[] {
  const { declared, location } = failure;
  if (!isNotDeclared(failure)) return [];
  const others = (declared?.topology.registries ?? []).filter(({ repositories }) =>
    repositories.some(({ name }) => name === location.repositoryName),
  );
  const names = others.map(({ name, accountId, region }) => `${name} (${accountId}, ${region})`).join(', ');
  return [
    others.length === 0
      ? {
          text: `Declare ${repositoryText(failure)} under repositories in topology.yaml, or correct the repository name in the image name.`,
        }
      : { text: `Pull from a registry that the topology declares the repository in: ${names}.` },
    DEPLOY_STEP,
  ];
}

/** Official images of Docker Hub are in the namespace `library`. Docker adds it automatically, ECR does not. */
function dockerHubText({ message }: Case): string {
  const { repository = '' } = message.facts;
  return /^docker-?hub\/[^/]+$/.test(repository)
    ? `In a pull-through cache of Docker Hub, official images are in library/: docker-hub/library/${repository.split('/').at(-1) ?? ''}.`
    : '';
}

/** With imagePullCredentialsType CODEBUILD, the caller is CodeBuild and not the service role of the project. */
const CODEBUILD_TEXT =
  'A project with imagePullCredentialsType CODEBUILD pulls as codebuild.amazonaws.com, which the repository policy must allow. For a repository in another account, use SERVICE_ROLE.';

const CHART_TEXT =
  'Helm and Flux append the chart name to the address. The repository is ADDRESS/CHART, and the address must not contain the chart name.';

const CLIENT_CAUSES: Readonly<Record<string, string>> = {
  CodeBuild: CODEBUILD_TEXT,
  Flux: CHART_TEXT,
  Helm: CHART_TEXT,
};

export const ENTRIES: FamilyEntries = {
  connection: [FORBIDDEN],
  unexplained: [PULL_DENIED],
};
