/**
 * The URL that tells about an import path.
 *
 * Source: cmd/go/internal/vcs.urlForImportPath
 */
export function importPageUrl(path: string, scheme: 'https' | 'http' = 'https'): string {
  return `${scheme}://${path.includes('/') ? path : `${path}/`}?go-get=1`
}
