import { z } from 'zod';

const policySchema = z.object({
  Version: z.string(),
  Statement: z.array(z.object({ Sid: z.string() }).catchall(z.unknown())),
});

/** What a policy says, whatever its statements are called. */
export function policyMeaning(text: unknown): unknown {
  const { Version, Statement } = policySchema.parse(JSON.parse(z.string().parse(text)));
  return { Version, Statement: Statement.map((statement) => ({ ...statement, Sid: undefined })) };
}
