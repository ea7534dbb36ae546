import type { View, ViewProps } from '../model/view';

export const replicationView: View = { name: 'replication', title: 'Replication', Content: Replication };

function Replication({ model }: ViewProps) {
  return <p>{model.data.about.file}</p>;
}
