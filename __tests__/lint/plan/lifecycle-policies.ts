/** Returns a lifecycle policy as JSON. By default, rules expire images, and priorities follow the order. */
export function lifecycle(...rules: readonly object[]): string {
  return JSON.stringify({
    rules: rules.map((rule, index) => {
      const {
        action = { type: 'expire' },
        rulePriority = index + 1,
        ...selection
      } = rule as Readonly<Record<string, unknown>>;
      return { rulePriority, description: 'a rule', selection, action };
    }),
  });
}

export const ANY = { tagStatus: 'any' };
export const UNTAGGED = { tagStatus: 'untagged' };
export const tagged = (...tagPrefixList: readonly string[]) => ({ tagStatus: 'tagged', tagPrefixList });
export const newest = (countNumber: number) => ({ countType: 'imageCountMoreThan', countNumber });
export const days = (countNumber: number) => ({
  countType: 'sinceImagePushed',
  countUnit: 'days',
  countNumber,
});
