import { BASE } from '../../declaration/declarations';
import { describeDiagnostics } from '../../declaration/diagnostic-cases';

describeDiagnostics('deployment', {
  'backend/region': [
    {
      bad: `${BASE}backend: { s3: { bucket: abc, region: «us-east-9» } }\n`,
      message: "Did you mean 'us-east-1'?",
      good: `${BASE}backend: { s3: { bucket: abc, region: us-east-1 } }\n`,
    },
  ],
  'backend/which': [
    {
      bad: `${BASE}backend: { local: {}, «cloud»: { organization: acme } }\n`,
      message: 'More than one backend is set: local, cloud',
      good: `${BASE}backend: { cloud: { organization: acme } }\n`,
    },
  ],
  'backend/placeholder': [
    {
      bad: `${BASE}backend: { local: { path: «"state/{name}.tfstate"» } }\n`,
      message: 'a placeholder other than {stack}',
      good: `${BASE}backend: { local: { path: "state/{stack}.tfstate" } }\n`,
    },
  ],
  'backend/shared-state': [
    {
      bad: `${BASE}stacks: { by: account }\nbackend: { local: { path: «terraform.tfstate» } }\n`,
      message: 'the state of 4 stacks',
      good: `${BASE}backend: { local: { path: terraform.tfstate } }\n`,
    },
    {
      bad: `${BASE}stacks: { by: registry }\nbackend: { s3: { bucket: abc, region: us-east-1, key: «ecr» } }\n`,
      message: 'Write {stack} in the location',
      good: `${BASE}stacks: { by: registry }\nbackend: { s3: { bucket: abc, region: us-east-1, key: "{stack}" } }\n`,
    },
    {
      bad: `${BASE}stacks: { by: account }\nbackend: { cloud: { organization: acme, workspace: «ecr» } }\n`,
      message: "'ecr' would be the state",
      good: `${BASE}stacks: { by: account }\nbackend: { cloud: { organization: acme } }\n`,
    },
  ],
  'backend/too-long': [
    {
      bad: `${BASE}stacks: { by: account }\nbackend: { cloud: { organization: acme, workspace: «"${'w'.repeat(69)}{stack}"» } }\n`,
      message: "For stack 'management-replication', the name of the workspace has 91 characters",
      good: `${BASE}stacks: { by: account }\nbackend: { cloud: { organization: acme, workspace: "${'w'.repeat(68)}{stack}" } }\n`,
    },
    {
      bad: `${BASE}backend: { local: { path: «"states/${'p'.repeat(244)}{stack}"» } }\n`,
      message: '256 characters. The maximum is 255',
      good: `${BASE}backend: { local: { path: "states/${'p'.repeat(243)}{stack}" } }\n`,
    },
    {
      bad: `${BASE}backend: { s3: { bucket: abc, region: us-east-1, key: «"${'k'.repeat(1013)}{stack}"» } }\n`,
      message: 'the key has 1025 characters',
    },
  ],
  'stacks/name': [
    {
      bad: withAccounts('account', 'x: { id: "000000000001" }', '«x-replication»: { id: "000000000002" }'),
      message: "would both have a stack named 'x-replication'",
      good: withAccounts('registry', 'x: { id: "000000000001" }', 'x-replication: { id: "000000000002" }'),
    },
    {
      bad: withAccounts('account', 'Audit: { id: "000000000001" }', '«audit»: { id: "000000000002" }'),
      message: 'differ only in case',
      good: withAccounts('topology', 'Audit: { id: "000000000001" }', 'audit: { id: "000000000002" }'),
    },
    {
      bad: withAccounts('registry', 'audit: { id: "000000000001" }', '«Audit»: { id: "000000000002" }'),
      message: "'Audit-identities' (account 'Audit') and stack 'audit-identities' (account 'audit')",
      good: withAccounts('registry', 'audits: { id: "000000000001" }', 'audit: { id: "000000000002" }'),
    },
  ],
});

/** Returns `BASE` with a stack layout and two more accounts. */
function withAccounts(by: string, ...accounts: readonly [string, string]): string {
  const entries = accounts.map((account) => `  ${account}\n`).join('');
  return `${BASE.replace('accounts:\n', `accounts:\n${entries}`)}stacks: { by: ${by} }\n`;
}
