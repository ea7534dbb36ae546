import { missing, terraformName, type Part } from './machine';

/** For what hangs, not for what is slow: a deploy takes ten seconds on two idle cores, minutes under load. */
const TIMEOUT_MS = 1_200_000;

/**
 * `describe`, where the machine has the parts. Otherwise every test is reported as skipped with the reason in
 * its name, which the reporter prints once; or fails, if `ECR_TOPOLOGY_E2E=required` says that this machine must have them.
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
  describe.skip(`${title} (skipped: ${reason})`, tests);
}
