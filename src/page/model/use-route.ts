import { useEffect, useRef, useState } from 'preact/hooks';
import { parseRoute, routeHash, type Route } from '../../report/page/route';

/** Changes parameters of the URL. `undefined` or an empty text removes one. */
export type SetParameters = (changes: Readonly<Record<string, string | undefined>>) => void;

/** Returns the current route, and a function that changes its parameters without a new entry in the history. */
export function useRoute(): readonly [Route, SetParameters] {
  const [route, setRoute] = useState(() => parseRoute(location.hash));
  const latest = useRef(route);
  const show = (next: Route) => {
    latest.current = next;
    setRoute(next);
  };
  useEffect(() => {
    const update = () => {
      show(parseRoute(location.hash));
    };
    window.addEventListener('hashchange', update);
    return () => {
      window.removeEventListener('hashchange', update);
    };
  }, []);
  const setParameters: SetParameters = (changes) => {
    const { view, parameters } = latest.current;
    const changed = Object.fromEntries(
      Object.entries({ ...parameters, ...changes }).map(([name, value]) => [name, value ?? '']),
    );
    const hash = routeHash({ view, parameters: changed });
    try {
      history.replaceState(null, '', hash);
    } catch {
      // Safari limits the number of changes in a period, which fast typing exceeds. The filter applies anyway.
    }
    show(parseRoute(hash));
  };
  return [route, setParameters];
}
