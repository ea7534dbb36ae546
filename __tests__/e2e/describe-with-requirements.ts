import { missingReason, terraformName, type Requirement } from './requirements';

/** A limit for tests that hang: a deploy takes ten seconds on two idle cores, and minutes under load. */
const TIMEOUT_MS = 1_200_000;

/**
 * Calls `describe` if the machine has all requirements. Otherwise skips the tests, with the reason in the title, which
 * the reporter prints once. With `ECR_TOPOLOGY_E2E=required`, the tests fail instead.
 */
export function describeWithRequirements(
  subject: string,
  requirements: readonly Requirement[],
  tests: () => void,
): void {
  jest.setTimeout(TIMEOUT_MS);
  // The tests run with Terraform or with OpenTofu: the title shows which.
  const title = requirements.includes('terraform') ? `${subject} (${terraformName()})` : subject;
  const reasons = requirements.map(missingReason).filter((reason) => reason !== undefined);
  if (reasons.length === 0) {
    describe(title, tests);
    return;
  }
  const reason = reasons.join('; ');
  if (process.env.ECR_TOPOLOGY_E2E === 'required') {
    describe(title, () => {
      beforeAll(() => {
        throw new Error(`ECR_TOPOLOGY_E2E=required, but: ${reason}`);
      });
      tests();
    });
    return;
  }
  describe.skip(`${title} (skipped: ${reason})`, tests);
}
