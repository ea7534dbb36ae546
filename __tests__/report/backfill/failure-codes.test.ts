import { failureCauseOf } from '../../../src/report/backfill/failure-codes';

/** AWS documents no values: these have the words that its other error codes have. */
test.each([
  ['DESTINATION_REGISTRY_ACCESS_DENIED', /registry policy of the destination does not allow/],
  ['AccessDeniedException', /registry policy of the destination does not allow/],
  ['SOURCE_REPOSITORY_NOT_FOUND', /deleted in the source/],
  ['ImageNotFoundException', /deleted in the source/],
  ['DESTINATION_REPOSITORY_NOT_FOUND', /destination does not have the repository/],
  ['RepositoryNotFoundException', /destination does not have the repository/],
  ['ImageTagAlreadyExistsException', /tags of the destination are immutable/],
  ['KmsException', /cannot use the KMS key/],
  ['LimitExceededException', /quota/],
  ['REGION_NOT_ENABLED', /Region is not enabled/],
  ['SOMETHING_ELSE', /^AWS does not document this code/],
])('returns the likely cause of %s', (code, cause) => {
  expect(failureCauseOf(code)).toMatch(cause);
});
