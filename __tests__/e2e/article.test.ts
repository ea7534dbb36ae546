import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describeOnMachine } from './describe-on-machine';
import { startMoto, type Moto } from './moto';
import {
  appliedResources,
  plannedResources,
  providerArguments,
  UNKNOWN,
  type Resources,
  type Values,
} from './planned-values';
import { policyMeaning } from './policy-meaning';
import { Stage } from './stage';
import { Terraform, type Plan, type State } from './terraform';
import { Workspace } from './workspace';

/**
 * The project's output beside the Terraform code of the article that it comes from (fixtures/article.tf, as published:
 * こしあん, "ECRのクロスリージョン/クロスアカウントレプリケーションを試す", 2025-02-12). Set aside, and nothing else:
 *
 * - what resources are called in Terraform, and in which order they stand;
 * - data sources and outputs;
 * - `allowed_account_ids` of our providers;
 * - in a policy, `Sid`;
 * - what the article leaves unknown until it is applied: that is compared in the state, after both were applied.
 */
describeOnMachine(
  'the shipped topology.yaml beside the Terraform code of the article',
  ['terraform', 'AWS provider', 'moto_server'],
  () => {
    let stage: Stage;
    let moto: Moto;
    let ours: Outcome;
    let article: Outcome;

    beforeAll(async () => {
      stage = new Stage();
      moto = await startMoto(stage, { develop: '111111111111', management: '999999999999' });

      const workspace = new Workspace(stage, 'project');
      await workspace.synth(moto.environment);
      workspace.takeMirroredProvider();
      ours = await deployNew(workspace.stackFolder, moto);

      const folder = join(stage.folder, 'article');
      mkdirSync(folder);
      copyFileSync(join(__dirname, 'fixtures', 'article.tf'), join(folder, 'article.tf'));
      article = await deployNew(folder, moto);
    });

    afterAll(async () => {
      await stage.close();
    });

    test('plans the same five resources, with the same accounts and Regions', () => {
      expect(Object.keys(plannedResources(ours.plan)).sort()).toEqual([
        'aws_ecr_registry_policy of management in ap-northeast-1',
        'aws_ecr_replication_configuration of develop in ap-northeast-1',
        'aws_ecr_repository my-repo of develop in ap-northeast-1',
        'aws_ecr_repository my-repo of develop in us-west-1',
        'aws_ecr_repository my-repo of management in ap-northeast-1',
      ]);
      expect(Object.keys(plannedResources(article.plan)).sort()).toEqual(
        Object.keys(plannedResources(ours.plan)).sort(),
      );
    });

    test('plans the same value for every attribute that the article knows at plan', () => {
      const known = knownValues(plannedResources(article.plan));
      expect(only(known, plannedResources(ours.plan))).toEqual(known);
    });

    test('knows the registry policy and the destinations at plan, which the article knows after apply', () => {
      const open = unknownAttributes(plannedResources(article.plan));
      const stillOpen = unknownAttributes(plannedResources(ours.plan));
      expect(open.filter((attribute) => !stillOpen.includes(attribute)).sort()).toEqual([
        'aws_ecr_registry_policy of management in ap-northeast-1: policy',
        'aws_ecr_replication_configuration of develop in ap-northeast-1: replication_configuration[0].rule[0].destination[0].registry_id',
        'aws_ecr_replication_configuration of develop in ap-northeast-1: replication_configuration[0].rule[0].destination[1].registry_id',
      ]);
    });

    test('applied to a new AWS, both end with the same value for every attribute', () => {
      const { plan, state } = article;
      expect(meaning(appliedResources(ours.state, ours.plan))).toEqual(
        meaning(appliedResources(state, plan)),
      );
    });

    test('has the providers of the article, and only adds allowed_account_ids', () => {
      const {
        'aws.develop': develop,
        'aws.develop_us': develop_us,
        'aws.management': management,
        ...more
      } = providerArguments(article.plan);
      expect(more).toEqual({});
      expect(providerArguments(ours.plan)).toEqual({
        'aws.develop': { ...develop, allowed_account_ids: ['111111111111'] },
        'aws.develop_us': { ...develop_us, allowed_account_ids: ['111111111111'] },
        'aws.management': { ...management, allowed_account_ids: ['999999999999'] },
      });
    });
  },
);

interface Outcome {
  readonly plan: Plan;
  readonly state: State;
}

/** Plans and applies to an AWS in which nothing is yet. */
async function deployNew(folder: string, moto: Moto): Promise<Outcome> {
  await moto.reset();
  const terraform = new Terraform(folder, moto.environment);
  await terraform.init();
  const plan = await terraform.plan();
  await terraform.apply();
  return { plan, state: await terraform.state() };
}

function knownValues(resources: Resources): Resources {
  return Object.fromEntries(
    Object.entries(resources).map(([resource, values]) => [
      resource,
      Object.fromEntries(Object.entries(values).filter(([, value]) => value !== UNKNOWN)),
    ]),
  );
}

/** What `resources` has for the attributes of `pattern`. */
function only(pattern: Resources, resources: Resources): Resources {
  return Object.fromEntries(
    Object.entries(pattern).map(([resource, attributes]) => [
      resource,
      Object.fromEntries(
        Object.keys(attributes).map((attribute) => [attribute, resources[resource]?.[attribute]]),
      ),
    ]),
  );
}

function unknownAttributes(resources: Resources): readonly string[] {
  return Object.entries(resources).flatMap(([resource, values]) =>
    Object.entries(values).flatMap(([attribute, value]) =>
      value === UNKNOWN ? `${resource}: ${attribute}` : [],
    ),
  );
}

function meaning(resources: Resources): Resources {
  return Object.fromEntries(Object.entries(resources).map(([resource, values]) => [resource, meant(values)]));
}

function meant(values: Values): Values {
  return 'policy' in values ? { ...values, policy: policyMeaning(values.policy) } : values;
}
