import type { Page } from './reply.ts'

/**
 * A page with one go-import tag, as `go` reads it.
 *
 * @param subdir the module's folder in the repository, for the four-field form of Go 1.25
 *
 * Source: https://go.dev/ref/mod#vcs-find
 */
export function goImport(prefix: string, vcs: string, repository: string, subdir?: string): Page {
  const content = [prefix, vcs, repository, subdir].filter((field) => field !== undefined).join(' ')
  return {
    status: 200,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body: `<!doctype html>\n<html><head>\n<meta name="go-import" content="${content}">\n</head><body></body></html>\n`,
  }
}
