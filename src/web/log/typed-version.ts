/** A module version, as somebody typed it. */
export interface TypedVersion {
  readonly path: string
  readonly version: string
}

/**
 * Reads what is typed to find an entry: `PATH@VERSION`, or a line of go.sum. Undefined for anything else; whether there can be
 * such a version is not looked at.
 */
export function typedVersion(typed: string): TypedVersion | undefined {
  const [, path, version] = /^([^\s@]+)(?:@|\s+)([^\s@]+)(?:\s.*)?$/s.exec(typed.trim()) ?? []
  if (path === undefined || version === undefined) return undefined
  return { path, version: version.replace(/\/go\.mod$/, '') }
}
