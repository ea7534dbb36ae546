import type { View, ViewProps } from '../model/view';

export const overviewView: View = { name: 'overview', title: 'Overview', Content: Overview };

function Overview({ model }: ViewProps) {
  return <p>{model.data.about.file}</p>;
}
