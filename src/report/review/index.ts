export { reviewGithub } from './github';
export { reviewJson } from './json';
export { reviewJunit } from './junit';
export { COMMENT_LIMIT, reviewMarkdown } from './markdown';
export { reviewSarif } from './sarif';
export { reviewText } from './text';
export { FAIL_ON, hasFailed, type FailOn } from './verdict';
