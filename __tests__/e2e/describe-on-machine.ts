import { missing, terraformName, type Part } from './machine';

/** For one hook or test; a deploy takes ten seconds on two cores. */
const TIMEOUT_MS = 300_000;

/**
 * `describe`, where the machine has the parts. Where it has not, every test is reported as skipped with the reason in
 * its name; or fails, where `ECR_TOPOLOGY_E2E=required` says that this machine must have them.
 */
export function describeOnMachine(what: string, parts: readonly Part[], tests: () => void): void {
  jest.setTimeout(TIMEOUT_MS);
  // Terraform and OpenTofu take turns here: a result says whose it is.
  const title = parts.includes('terraform') ? `${what} (by ${terraformName()})` : what;
  const reasons = parts.map(missing).filter((reason) => reason !== undefined);
  if (reasons.length === 0) {
    describe(title, tests);
    return;
  }
  const reason = reasons.join('; ');
  if (process.env.ECR_TOPOLOGY_E2E === 'required') {
    describe(title, () => {
      beforeAll(() => {
        throw new Error(`ECR_TOPOLOGY_E2E=required, but there is ${reason}`);
      });
      tests();
    });
    return;
  }
  console.warn(`skipped: ${title}: ${reason}`);
  describe.skip(`${title} (skipped: ${reason})`, tests);
}
