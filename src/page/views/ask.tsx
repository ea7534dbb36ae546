import type { View, ViewProps } from '../model/view';

export const askView: View = { name: 'ask', title: 'Ask', Content: Ask };

function Ask({ model }: ViewProps) {
  return <p>{model.data.about.file}</p>;
}
