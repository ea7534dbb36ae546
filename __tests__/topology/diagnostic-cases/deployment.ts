import { BASE } from '../declarations';
import { type CasesOf } from './case';

export const DEPLOYMENT_CASES: CasesOf<'backend'> & CasesOf<'tag'> = {
  'backend/region': [
    {
      bad: `${BASE}backend: { s3: { bucket: abc, region: «us-east-9» } }\n`,
      says: "Did you mean 'us-east-1'?",
      good: `${BASE}backend: { s3: { bucket: abc, region: us-east-1 } }\n`,
    },
  ],
  'backend/which': [
    {
      bad: `${BASE}backend: { local: {}, «cloud»: { organization: acme } }\n`,
      says: 'two backends',
      good: `${BASE}backend: { cloud: { organization: acme } }\n`,
    },
  ],
  'backend/placeholder': [
    {
      bad: `${BASE}backend: { local: { path: «"state/{name}.tfstate"» } }\n`,
      says: 'the only placeholder',
      good: `${BASE}backend: { local: { path: "state/{stack}.tfstate" } }\n`,
    },
  ],
  'tag/key': [
    { bad: `${BASE}tags: { «"aws:x"»: y }\n`, says: "AWS's own", good: `${BASE}tags: { "team:x": y }\n` },
  ],
};
