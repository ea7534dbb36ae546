import { readFileSync, writeFileSync } from 'node:fs';
import { writeDeclaration } from '../../../src/declaration/write/write';
import { parseTopology } from '../../../src/lint/declaration/load';

test.each(['topology.yaml', 'examples/organization.yaml', 'examples/everything.yaml'])('shows %s', (file) => {
  const parsed = parseTopology({ file, text: readFileSync(file, 'utf8') }, {});
  if (parsed.kind === 'refused') throw new Error('refused');
  const topology = {
    ...parsed.topology,
    registries: parsed.topology.registries.map((registry) => ({
      ...registry,
      repositories: registry.repositories.map((repository) => ({
        ...repository,
        settings: {
          ...repository.settings,
          tags: { ...parsed.deployment.tags, ...repository.settings.tags },
        },
      })),
    })),
  };
  const { text, notes } = writeDeclaration({
    topology,
    accounts: parsed.deployment.accounts,
    stacksBy: parsed.deployment.stacksBy,
    backend: parsed.deployment.backend,
    isExisting: true,
    validate: (source) => parseTopology(source, {}).diagnostics,
  });
  writeFileSync(`/tmp/write/${file.replaceAll('/', '_')}.out`, `${text}\n${JSON.stringify(notes, null, 1)}`);
});
