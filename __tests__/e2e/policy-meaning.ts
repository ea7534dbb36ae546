import { z } from 'zod';

const oneOrMany = z.union([z.string().transform((one) => [one]), z.array(z.string())]);

const policySchema = z.strictObject({
  Version: z.string(),
  Statement: z.array(
    z.strictObject({
      Sid: z.string().optional(),
      Effect: z.string(),
      Principal: z.strictObject({ AWS: oneOrMany }),
      Action: oneOrMany,
      Resource: oneOrMany,
    }),
  ),
});

/**
 * What a registry policy says, whatever its statements are called. One principal, action or resource may stand alone
 * or in a list, which IAM reads as the same.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function policyMeaning(text: unknown): unknown {
  const { Version, Statement } = policySchema.parse(JSON.parse(z.string().parse(text)));
  return {
    Version,
    Statement: Statement.map(({ Effect, Principal, Action, Resource }) => ({
      Effect,
      Principal,
      Action,
      Resource,
    })),
  };
}
