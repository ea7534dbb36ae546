import { readFileSync } from 'node:fs';
import { messagesPage } from '../../generate/messages-page';

test('docs/reference/messages.md is the output of npm run messages', () => {
  expect(readFileSync('docs/reference/messages.md', 'utf8')).toBe(messagesPage());
});
