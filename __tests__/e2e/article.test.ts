import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describeWithRequirements } from './describe-with-requirements';
import { startMoto, type Moto } from './moto';
import {
  appliedResources,
  plannedResources,
  providerArguments,
  UNKNOWN,
  type Resources,
  type Values,
} from './planned-values';
import { parsePolicyWithoutSids } from './policy-without-sids';
import { Sandbox } from './sandbox';
import { Terraform, type Plan, type State } from './terraform';
import { Workspace } from './workspace';

/**
 * Compares the output of this project with the published Terraform code of an article (fixtures/article.tf: こしあん,
 * "ECRのクロスリージョン/クロスアカウントレプリケーションを試す", 2025-02-12). Does not compare:
 *
 * - the addresses and the order of resources;
 * - data sources and outputs;
 * - `allowed_account_ids` of the providers of this project;
 * - `Sid` in policies;
 * - planned values that are known after apply in the article: they are compared in the state, after both are applied.
 */
describeWithRequirements(
  'the shipped topology.yaml compared with the Terraform code of the article',
  ['terraform', 'AWS provider', 'moto_server'],
  () => {
    let sandbox: Sandbox;
    let moto: Moto;
    let ours: Deployment;
    let article: Deployment;

    beforeAll(async () => {
      sandbox = new Sandbox();
      moto = await startMoto(sandbox, { develop: '111111111111', management: '999999999999' });

      const workspace = new Workspace(sandbox, 'project');
      await workspace.synth(moto.environment);
      workspace.useMirroredProvider();
      ours = await resetAndDeploy(workspace.stackFolder, moto);

      const folder = join(sandbox.folder, 'article');
      mkdirSync(folder);
      copyFileSync(join(__dirname, 'fixtures', 'article.tf'), join(folder, 'article.tf'));
      article = await resetAndDeploy(folder, moto);
    });

    afterAll(async () => {
      await sandbox.close();
    });

    test('plans the same five resources in the same accounts and Regions', () => {
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

    test('plans the same value for each attribute that is known in the plan of the article', () => {
      const known = knownValues(plannedResources(article.plan));
      expect(selectAttributes(known, plannedResources(ours.plan))).toEqual(known);
    });

    test('plans known values for the registry policy and the destinations, which are known after apply in the article', () => {
      const unknownInArticle = unknownAttributes(plannedResources(article.plan));
      const unknownInOurs = unknownAttributes(plannedResources(ours.plan));
      expect(unknownInArticle.filter((attribute) => !unknownInOurs.includes(attribute)).sort()).toEqual([
        'aws_ecr_registry_policy of management in ap-northeast-1: policy',
        'aws_ecr_replication_configuration of develop in ap-northeast-1: replication_configuration[0].rule[0].destination[0].registry_id',
        'aws_ecr_replication_configuration of develop in ap-northeast-1: replication_configuration[0].rule[0].destination[1].registry_id',
      ]);
    });

    test('has the same value for each attribute in the state after both are applied', () => {
      const { plan, state } = article;
      expect(withoutSids(appliedResources(ours.state, ours.plan))).toEqual(
        withoutSids(appliedResources(state, plan)),
      );
    });

    test('has the providers of the article with allowed_account_ids added', () => {
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

interface Deployment {
  readonly plan: Plan;
  readonly state: State;
}

/** Deletes all resources of moto, then plans and applies. */
async function resetAndDeploy(folder: string, moto: Moto): Promise<Deployment> {
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

/** Returns the values in `resources` for the attributes of `pattern`. */
function selectAttributes(pattern: Resources, resources: Resources): Resources {
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

function withoutSids(resources: Resources): Resources {
  return Object.fromEntries(
    Object.entries(resources).map(([resource, values]) => [resource, withoutPolicySids(values)]),
  );
}

function withoutPolicySids(values: Values): Values {
  return 'policy' in values ? { ...values, policy: parsePolicyWithoutSids(values.policy) } : values;
}
