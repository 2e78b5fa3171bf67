import { hasPathPrefix } from '../../gomod/module-path.ts'
import { XmlSyntaxError } from './xml-syntax-error.ts'
import { xmlTokens, type XmlAttribute } from './xml-tokens.ts'

/** What one `<meta name="go-import" content="prefix vcs url [subdir]">` says, unchecked. */
export interface GoImport {
  /** The import path of the repository's root. */
  readonly prefix: string
  /** The name of a version control system, or `mod` for a module proxy. */
  readonly vcs: string
  readonly url: string
  /** The folder of the repository that the prefix stands for, empty for its root. */
  readonly subdir: string
}

/**
 * Collects the go-import tags of a page, reading up to `<body>`, `</head>` or the first syntax error. Those with the
 * vcs `mod` come first and displace the others of the same prefix. A tag with fewer than 3 or more than 4 fields does
 * not count.
 *
 * `whole` is false when `page` is only the beginning of a longer page.
 *
 * @throws XmlSyntaxError if no tag was met before it; or with `atEnd`, if the page is not whole and the rest of it
 *   could change the answer
 *
 * Source: cmd/go/internal/vcs.parseMetaGoImports with PreferMod
 */
export function parseGoImports(page: Uint8Array, whole = true): GoImport[] {
  const found: GoImport[] = []
  try {
    if (collect(page, found) === 'ran out' && !whole) {
      throw new XmlSyntaxError('the page was not read to its end', 1, true)
    }
  } catch (error) {
    if (!(error instanceof XmlSyntaxError)) throw error
    if (found.length === 0 || (error.atEnd && !whole)) throw error
  }
  const proxies = found.filter(({ vcs }) => vcs === 'mod')
  const displaced = new Set(proxies.map(({ prefix }) => prefix))
  return [...proxies, ...found.filter(({ vcs, prefix }) => vcs !== 'mod' && !displaced.has(prefix))]
}

function collect(page: Uint8Array, found: GoImport[]): 'stopped' | 'ran out' {
  for (const token of xmlTokens(page)) {
    if (token.kind !== 'start' && token.kind !== 'end') continue
    const name = token.name.local.toLowerCase()
    if (token.kind === 'end') {
      if (name === 'head') return 'stopped'
      continue
    }
    if (name === 'body') return 'stopped'
    if (name !== 'meta' || valueOf(token.attributes, 'name') !== 'go-import') continue
    const [prefix, vcs, url, subdir = '', ...more] = fields(valueOf(token.attributes, 'content'))
    if (prefix === undefined || vcs === undefined || url === undefined || more.length > 0) continue
    found.push({ prefix, vcs, url, subdir })
  }
  return 'ran out'
}

function valueOf(attributes: readonly XmlAttribute[], name: string): string {
  return attributes.find((attribute) => attribute.name.local.toLowerCase() === name)?.value ?? ''
}

/** What Go takes for white space, which is not quite what a regular expression's `\s` does. */
const space = /[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/

/**
 * Splits a copy of the text, as parts of the text itself would keep the whole page in memory.
 *
 * Source: strings.Fields
 */
function fields(text: string): string[] {
  return Buffer.from(text)
    .toString()
    .split(space)
    .filter((field) => field !== '')
}

/**
 * The tag that speaks for `path`: the only one whose prefix is a path prefix of it, or the only `mod` one.
 * `imports` as {@link parseGoImports} orders them.
 *
 * Source: cmd/go/internal/vcs.matchGoImport
 */
export function matchGoImport(
  imports: readonly GoImport[],
  path: string,
): GoImport | 'none' | 'several' {
  const [first, second] = imports.filter(({ prefix }) => hasPathPrefix(path, prefix))
  if (first === undefined) return 'none'
  if (second !== undefined && !(first.vcs === 'mod' && second.vcs !== 'mod')) return 'several'
  return first
}
