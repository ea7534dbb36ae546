import { browserProgram } from '../../src/cli/open-browser';

test.each<readonly [NodeJS.Platform, readonly string[]]>([
  ['darwin', ['open', 'http://127.0.0.1:4700/']],
  ['win32', ['cmd', '/c', 'start', '""', 'http://127.0.0.1:4700/']],
  ['linux', ['xdg-open', 'http://127.0.0.1:4700/']],
])('%s opens an address with %j', (system, line) => {
  const program = browserProgram('http://127.0.0.1:4700/', system);
  expect([program.command, ...program.arguments]).toEqual(line);
});
