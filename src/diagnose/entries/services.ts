import {
  registryWithAccountText,
  repositoryText,
  policyToChange,
  registryWithRegionText,
  type Case,
} from '../model/case';
import { probeStep } from '../explanations/probe';
import type { PolicyToChange } from '../model/diagnosis';
import { matchPattern, defineEntry } from '../model/entry';
import { PAGES } from '../model/diagnosis.pages';

/** Services that pull with a separate role, and do not print the response of ECR. */

export const SAGEMAKER_DENIED = defineEntry({
  kind: 'sagemaker-denied',
  match: matchPattern(
    /does not grant ecr:GetDownloadUrlForLayer|does not have BatchGetImage permission for the image|non-ECR image|(?:Requested|ECR) image \S{1,400} (?:not found|does not exist).{0,200}SageMaker|SageMaker.{0,200}(?:access|pull|find).{0,80}(?:ECR|\.dkr[.-]ecr)|calling the Create(?:Model|TrainingJob|ProcessingJob|TransformJob|ImageVersion) operation.{0,400}\.dkr[.-]ecr/is,
  ),
  explain: (failure) => ({
    summary: `SageMaker may not pull ${repositoryText(failure)} from ${registryWithAccountText(failure.location)}, or does not find the image.`,
    cause: `${/aws-service-role|AWSServiceRoleFor/.test(failure.message.facts.principal ?? '') ? 'The execution role is a service-linked role, which belongs to AWS and cannot be changed: name a role of your own. ' : ''}SageMaker pulls with the execution role of the model, job or endpoint; some features pull as sagemaker.amazonaws.com, which the repository policy then has to allow (the message names it). The role needs the permissions to pull and ecr:GetAuthorizationToken; for a repository of another account its policy has to allow the role too. The image has to be in the Region of the job, and its address has to end with a tag or digest that exists (SageMaker refuses one without). Images of AWS (deep learning containers, accounts like 763104351884) need the permissions in the identity policy of the role only, for the repository of that account.`,
    policies: policiesToCheck(failure, 'the execution role of the SageMaker model or job'),
    steps: [probeStep(failure)],
    certainty: { level: 'open', because: 'SageMaker does not pass on what ECR answers' },
    page: PAGES.crossAccount,
  }),
});

export const APP_RUNNER_DENIED = defineEntry({
  kind: 'app-runner-denied',
  match: matchPattern(
    /Invalid Access Role in AuthenticationConfiguration|Error in assuming access role|Failed to copy the image from ECR|App ?Runner.{0,200}(?:pull|copy|access).{0,120}(?:image|ECR)|Failed to (?:pull your application image|copy ECR image)/is,
  ),
  explain: (failure) => ({
    summary: `App Runner could not pull ${repositoryText(failure)} from ${registryWithAccountText(failure.location)}.`,
    cause:
      'App Runner pulls from a private registry with the access role of the service, which build.apprunner.amazonaws.com has to be able to assume, and which needs the permissions to pull. The instance role is another one. Repository and service have to be in one Region. For a repository of another account its policy has to allow the access role too. Or the image or tag does not exist, or has no variant for linux/amd64, the only platform of App Runner.',
    policies: [
      policyToChange(
        'trust policy',
        undefined,
        failure.declared,
        'the access role of the App Runner service',
        'it has to trust build.apprunner.amazonaws.com',
      ),
      ...policiesToCheck(failure, 'the access role of the App Runner service'),
    ],
    steps: [
      {
        text: 'Attach AWSAppRunnerServicePolicyForECRAccess to the access role, and name the role in the authentication configuration of the service. A role that was just created takes some seconds.',
      },
      probeStep(failure),
    ],
    certainty: { level: 'open', because: 'App Runner does not pass on what ECR answers' },
    page: PAGES.crossAccount,
  }),
});

function policiesToCheck(failure: Case, puller: string): readonly PolicyToChange[] {
  const check = 'check that it allows ecr:BatchGetImage and ecr:GetDownloadUrlForLayer';
  const { declared, location } = failure;
  return [
    policyToChange('identity-based policy', undefined, declared, puller, check),
    policyToChange(
      'repository policy',
      location.accountId,
      declared,
      `${repositoryText(failure)} in ${registryWithRegionText(location)}`,
      `${check}, if the role is of another account`,
    ),
  ];
}
