/**
 * AWS services that pull images with a role of the account, so that a grant to their service principal has no
 * effect. Maps the service name without `.amazonaws.com` to the role that pulls.
 */
const PULLS_WITH_A_ROLE: ReadonlyMap<string, string> = new Map([
  ['batch', 'the execution role of the job'],
  ['build.apprunner', 'the access role of the App Runner service'],
  ['codedeploy', 'the task execution role'],
  ['codepipeline', 'the role of the action'],
  ['ec2', 'the role of the instance'],
  ['ecs', 'the task execution role'],
  ['ecs-tasks', 'the task execution role'],
  ['eks', 'the role of the node'],
  ['eks-fargate-pods', 'the pod execution role'],
  ['eks-nodegroup', 'the role of the node'],
  ['sagemaker', 'the execution role'],
  ['tasks.apprunner', 'the access role of the App Runner service'],
]);

/**
 * Returns the role with which a service pulls images, or undefined if the service may pull with its service
 * principal.
 */
export function pullingRoleOf(service: string): string | undefined {
  return PULLS_WITH_A_ROLE.get(service.replace(/\.amazonaws\.(com|com\.cn|eu)$/, ''));
}

/**
 * CodeBuild pulls a build image of its own account with its service principal, and one of another account with
 * the role of the project.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/sample-ecr.html
 */
export const CODEBUILD = 'codebuild.amazonaws.com';
