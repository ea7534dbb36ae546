import { LIMITS } from '../limits';
import { nameRule } from '../names';

const { lifecycleDescriptionLength, lifecycleTagLength } = LIMITS;

/**
 * CDKTF writes escaped JSON incorrectly in HCL, so characters that JSON escapes are rejected. Characters that
 * start a Terraform template are rejected too.
 */
export const LIFECYCLE_DESCRIPTION = nameRule(
  new RegExp(String.raw`^[^$%"\\\u0000-\u001f]{0,${lifecycleDescriptionLength}}$`),
  `have at most ${lifecycleDescriptionLength} characters, on one line, without quotes, \\, $ and %`,
);

/** An item of `tagPrefixList`. */
export const LIFECYCLE_TAG_PREFIX = tagRule(
  '[0-9a-zA-Z._-]',
  "be the start of a tag: letters, digits, '.', '_' and '-'",
);

/** An item of `tagPatternList`. The number of `*` is checked separately. */
export const LIFECYCLE_TAG_PATTERN = tagRule(
  '[0-9a-zA-Z._*-]',
  "be a tag with '*' for anything: letters, digits, '.', '_' and '-'",
);

function tagRule(character: string, requirement: string) {
  const { min, max } = lifecycleTagLength;
  return nameRule(new RegExp(`^${character}{${min},${max}}$`), `${requirement}; ${max} characters at most`);
}
