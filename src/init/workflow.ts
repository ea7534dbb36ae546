import { version } from '../../package.json';

/** A line of the roles of the workflow: a profile of `topology.yaml`, and the account with the role for its plans. */
export interface PlanRole {
  readonly profile: string;
  readonly partition: string;
  /** Undefined if the declaration does not contain it. */
  readonly accountId: string | undefined;
}

/** The profile that Terraform uses for accounts without one. */
export const DEFAULT_PROFILE = 'default';

/**
 * Renders the workflow that reviews the plans of a pull request, as in `examples/github-actions/plan-check.yml`.
 * @param owner the owner of the repository with the reusable workflow, if it is known
 * @param workingFolder the path from the root of the repository to the project, if they differ
 */
export function workflowText(
  roles: readonly PlanRole[],
  {
    owner,
    workingFolder,
  }: { readonly owner: string | undefined; readonly workingFolder: string | undefined },
): string {
  const width = Math.max(...roles.map(({ profile }) => profile.length));
  const lines = roles.map(
    ({ profile, partition, accountId = 'ACCOUNT_ID' }) =>
      `        ${profile.padEnd(width)} arn:${partition}:iam::${accountId}:role/ecr-topology-plan\n`,
  );
  const folder =
    workingFolder === undefined ? '' : `      working-directory: ${JSON.stringify(workingFolder)}\n`;
  const steps = owner === undefined ? 'Replace OWNER, and create' : 'Create';
  return `# Shows what a pull request does to images, access and replication. ${steps} the roles as described
# in node_modules/ecr-topology/examples/github-actions/README.md.
name: plan-check

on:
  # Do not use pull_request_target, which would give the code of a fork the credentials of this repository.
  pull_request:

permissions: {}

concurrency:
  group: plan-check-\${{ github.event.pull_request.number }}
  cancel-in-progress: true

jobs:
  plan-check:
    uses: ${owner ?? 'OWNER'}/ecr-topology/.github/workflows/plan-check.yml@v${version}
    permissions:
      contents: read
      id-token: write
      pull-requests: write
      security-events: write
    with:
${folder}      # A line for each profile that topology.yaml uses, backend included: the profile, and the role for the plan.
      roles: |
${lines.join('')}`;
}
