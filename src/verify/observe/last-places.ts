import type { Locations } from '../../store/facts/locations.ts'

/**
 * Tells where a module was found last, as far as that is remembered: the URL of the repository, or of the proxy that its
 * import page named.
 */
export function lastPlaces({
  locationsOf,
}: Pick<Locations, 'locationsOf'>): (path: string) => string | undefined {
  return (path) => locationsOf(path)[0]?.url
}
