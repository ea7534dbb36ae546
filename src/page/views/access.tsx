import type { View, ViewProps } from '../model/view';

export const accessView: View = { name: 'access', title: 'Access', Content: Access };

function Access({ model }: ViewProps) {
  return <p>{model.data.about.file}</p>;
}
