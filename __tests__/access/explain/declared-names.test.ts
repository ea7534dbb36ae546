import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ecrTopology } from '../../cli/in-process';

const ROLE = 'arn:aws:iam::111111111111:role/your-iam-role';
const cached = join(mkdtempSync(join(tmpdir(), 'find-')), 'cached.yaml');

test('reports the actions that a pull requires for a repository that a pull-through cache creates', async () => {
  const example = readFileSync('examples/cross-account-pull-push.yaml', 'utf8');
  writeFileSync(
    cached,
    example.replace(
      /^( {2}central: )\{(.*)\}$/m,
      '$1{$2, pullThroughCache: [{ prefix: quay, upstream: quay.io }] }',
    ),
  );
  const explain = async (repository: string) =>
    ecrTopology(['explain', 'pull', '--topology', cached, '--repository', repository, '--as', ROLE]);
  const { status, stdout, stderr } = await explain('quay/prometheus/prometheus');
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toContain(
    "a pull-through cache rule of 'central' matches it, and ECR creates it with the first pull from quay.io",
  );
  expect(stderr).toContain('ecr:CreateRepository and ecr:BatchImportUpstreamImage');
  expect((await explain('quays/prometheus')).stderr).toContain(
    "Repository 'quays/prometheus' is not declared",
  );
});
