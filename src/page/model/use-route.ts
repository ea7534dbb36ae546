import { useEffect, useState } from 'preact/hooks';
import { parseRoute, routeHash, type Route } from './route';

/** Changes parameters of the URL. `undefined` or an empty text removes one. */
export type SetParameters = (changes: Readonly<Record<string, string | undefined>>) => void;

/** Returns the current route, and a function that changes its parameters without a new entry in the history. */
export function useRoute(): readonly [Route, SetParameters] {
  const [route, setRoute] = useState(() => parseRoute(location.hash));
  useEffect(() => {
    const update = () => {
      setRoute(parseRoute(location.hash));
    };
    window.addEventListener('hashchange', update);
    return () => {
      window.removeEventListener('hashchange', update);
    };
  }, []);
  const setParameters: SetParameters = (changes) => {
    const { view, parameters } = parseRoute(location.hash);
    const changed = Object.fromEntries(
      Object.entries({ ...parameters, ...changes }).map(([name, value]) => [name, value ?? '']),
    );
    const next = { view, parameters: changed };
    history.replaceState(null, '', routeHash(next));
    setRoute(parseRoute(location.hash));
  };
  return [route, setParameters];
}
