import { readPageModel, type PageModel } from '../../src/page/model/page-model';
import { buildPageData } from '../../src/report/page/build-page-data';
import { encodeShared } from '../../src/report/page/shared-json';
import { load } from '../declaration/declarations';

/** Returns what the program of the page reads from the report of a declaration. */
export function pageModelOf(text: string): PageModel {
  const loaded = load(text);
  if (loaded.kind !== 'topology') throw new Error('the declaration has errors');
  const about = { version: '', file: 'topology.yaml', commit: undefined, createdAt: '', isRedacted: false };
  return readPageModel(encodeShared(buildPageData({ about, loaded, review: undefined, live: undefined })));
}

/** Public access, an organization, two roles with the same access, a replication rule and a denied statement. */
export const DECLARATION = `accounts:
  images: { id: "111111111111" }
  build: { id: "222222222222" }
registries:
  hub: { account: images, region: eu-west-1 }
  hub_us: { account: images, region: us-east-1 }
  idle: { account: build, region: us-east-1 }
repositories:
  app/a: { registry: hub }
  app/b: { registry: hub }
  base: { registry: hub }
  tool: { registry: hub }
replication:
  - { from: hub, to: [hub_us], repositories: [app/] }
access:
  - { allow: pull, repositories: ["*"], principals: [{ organization: o-a1b2c3d4e5 }] }
  - allow: pull-push
    repositories: [app/b, app/a]
    principals:
      - "arn:aws:iam::222222222222:role/ci-1"
      - "arn:aws:iam::222222222222:role/ci-2"
  - { allow: pull, repositories: [base], principals: ["*"], public: true }
`;
