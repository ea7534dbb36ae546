import type { View, ViewProps } from '../model/view';
import { Drawing } from '../picture/drawing';

export const pictureView: View = { name: 'picture', title: 'Picture', Content: Picture };

function Picture({ model, ...route }: ViewProps) {
  const { picture, about } = model.data;
  return (
    <>
      {picture.kind === 'drawing' && (
        <Drawing drawing={picture} fileName={`${baseName(about.file)}.svg`} {...route} />
      )}
      {picture.notes.map((note) => (
        <p key={note} class="picture-note">
          {note}
        </p>
      ))}
      <p>
        {picture.kind === 'drawing' ? 'The same as tables: ' : 'Tables show everything: '}
        <a href="#/access">access</a>, <a href="#/replication">replication</a>.
      </p>
    </>
  );
}

/** `topology` for `teams/topology.yaml`. */
function baseName(file: string): string {
  return file.replace(/^.*[/\\]/, '').replace(/\.ya?ml$/, '') || 'topology';
}
