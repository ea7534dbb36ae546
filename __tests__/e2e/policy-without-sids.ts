import { z } from 'zod';

const policySchema = z.object({
  Version: z.string(),
  Statement: z.array(z.object({ Sid: z.string() }).catchall(z.unknown())),
});

/** Parses a policy, and removes the Sid of each statement. */
export function parsePolicyWithoutSids(text: unknown): unknown {
  const { Version, Statement } = policySchema.parse(JSON.parse(z.string().parse(text)));
  return { Version, Statement: Statement.map((statement) => ({ ...statement, Sid: undefined })) };
}
