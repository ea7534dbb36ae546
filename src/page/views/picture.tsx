import type { View, ViewProps } from '../model/view';

export const pictureView: View = { name: 'picture', title: 'Picture', Content: Picture };

function Picture({ model }: ViewProps) {
  return <p>{model.data.about.file}</p>;
}
