import { CALL_NAMES } from '../../../src/live/calls';
import { createClients, SENDERS, type Clients } from '../../../src/live/sdk';
import { Fake } from './fake';

let fake: Fake;
let clients: Clients;

beforeAll(async () => {
  fake = await Fake.start();
  process.env.AWS_ENDPOINT_URL = fake.url;
  clients = createClients({
    region: 'us-east-1',
    credentials: fake.credentials('111111111111'),
    maxAttempts: 1,
  });
});

afterAll(async () => {
  delete process.env.AWS_ENDPOINT_URL;
  await fake.close();
});

test.each(CALL_NAMES)('implements %s', async (name) => {
  // The input lacks required parameters, so that most calls fail, but not as unknown operations.
  const send = SENDERS[name] as (clients: Clients, input: object) => Promise<object>;
  const outcome = await send(clients, {}).then(
    () => 'ok',
    (error: unknown) => (error as Error).name,
  );

  expect(outcome).not.toMatch(/UnknownOperation|InvalidAction|SyntaxError|TypeError/);
  expect(fake.calls.at(-1)?.operation).toBe(name.split(':')[1]);
});
