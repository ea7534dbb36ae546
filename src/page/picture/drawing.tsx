import { pictureFileCss } from '../../report/graph/picture-css';
import { Canvas } from './canvas';
import { Details } from './details';
import { download, standaloneSvg } from './download';
import { layersOf, toggledLayers } from './state';
import { Search, Toolbar } from './toolbar';
import { usePicture, type PictureInput } from './use-picture';

interface DrawingProps extends PictureInput {
  /** Of the file that the user downloads. */
  readonly fileName: string;
}

export function Drawing({ fileName, ...input }: DrawingProps) {
  const { drawing, parameters, setParameters } = input;
  const picture = usePicture(input);
  const { drawn, found, state, zoom, fit, select, showNext } = picture;
  return (
    <>
      <Toolbar
        layers={layersOf(drawing.items)}
        hiddenLayers={state.hiddenLayers}
        onToggle={(layer) => {
          setParameters({ hide: toggledLayers(state.hiddenLayers, layer) });
        }}
        onZoom={zoom}
        onFit={fit}
        onDownload={() => {
          download(fileName, 'image/svg+xml', standaloneSvg(drawing.svg, pictureFileCss('auto')));
        }}
      >
        <Search
          search={state.search}
          found={found.length}
          onSearch={(find) => {
            setParameters({ find });
          }}
          onNext={showNext}
        />
      </Toolbar>
      <Canvas picture={picture} markup={drawing.svg} isZoomed={parameters.at !== undefined} />
      <Details
        shown={drawn.find(({ item }) => item === state.selected)}
        onClose={() => {
          select(undefined);
        }}
      />
    </>
  );
}
