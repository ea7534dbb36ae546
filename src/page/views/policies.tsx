import type { View, ViewProps } from '../model/view';

export const policiesView: View = { name: 'policies', title: 'Policies', Content: Policies };

function Policies({ model }: ViewProps) {
  return <p>{model.data.about.file}</p>;
}
