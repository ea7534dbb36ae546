import { useEffect, useRef } from 'preact/hooks';
import { ErrorBoundary } from './components/error-boundary';
import { PageHeader } from './components/page-header';
import type { PageModel } from './model/page-model';
import { Printing } from './model/printing';
import { useRoute } from './model/use-route';
import type { View, ViewProps } from './model/view';
import { VIEWS } from './views';

interface AppProps {
  readonly model: PageModel;
  readonly isPrinting: boolean;
}

/** The page: a header with the navigation, and the view that the URL names. The printed page has every view. */
export function App({ model, isPrinting }: AppProps) {
  const [{ view: name, parameters }, setParameters] = useRoute();
  const views: readonly View[] = VIEWS.filter(({ isShown }: View) => isShown?.(model) ?? true);
  const current = views.find((view) => view.name === name) ?? VIEWS[0];
  const heading = useFocusAfterNavigation(current);
  useEffect(() => {
    document.title = `${current.title} · ${model.data.about.file} · ECR topology`;
  }, [current, model]);
  return (
    <Printing.Provider value={isPrinting}>
      <PageHeader
        model={model}
        views={views}
        current={current}
        onSkip={() => {
          heading.current?.focus();
        }}
      />
      <main>
        {(isPrinting ? views : [current]).map((view) => (
          <section key={view.name} class="view" aria-labelledby={`view-${view.name}`}>
            <h1 id={`view-${view.name}`} tabIndex={-1} ref={view === current ? heading : null}>
              {view.title}
            </h1>
            <Content
              view={view}
              model={model}
              parameters={view === current ? parameters : NO_PARAMETERS}
              setParameters={setParameters}
            />
          </section>
        ))}
      </main>
    </Printing.Provider>
  );
}

const NO_PARAMETERS: ViewProps['parameters'] = {};

function Content({ view: { Content: ViewContent }, ...props }: ViewProps & { readonly view: View }) {
  return (
    <ErrorBoundary>
      <ViewContent {...props} />
    </ErrorBoundary>
  );
}

/** Moves the focus to the heading when another view is shown, so that screen readers announce it. */
function useFocusAfterNavigation(current: View) {
  const heading = useRef<HTMLHeadingElement>(null);
  const previous = useRef(current);
  useEffect(() => {
    if (previous.current === current) return;
    previous.current = current;
    scrollTo(0, 0);
    heading.current?.focus({ preventScroll: true });
  }, [current]);
  return heading;
}
