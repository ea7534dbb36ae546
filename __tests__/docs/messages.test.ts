import { readFileSync } from 'node:fs';
import { messagesPage } from '../../generate/messages-page';

test('docs/messages.md is the output of npm run messages', () => {
  expect(readFileSync('docs/messages.md', 'utf8')).toBe(messagesPage());
});
