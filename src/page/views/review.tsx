import type { View, ViewProps } from '../model/view';

export const reviewView: View = { name: 'review', title: 'Plan review', Content: Review };

function Review({ model }: ViewProps) {
  return <p>{model.data.about.file}</p>;
}
