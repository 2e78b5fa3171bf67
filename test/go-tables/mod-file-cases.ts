import { modulePathOf } from '../../src/gomod/mod-file-path.ts'
import { ModFileError } from '../../src/gomod/mod-file/mod-file-error.ts'
import { parseModFile } from '../../src/gomod/mod-file/parse.ts'
import { readSyntax } from '../../src/gomod/mod-file/syntax.ts'
import { accepts, equalCase, type GoCase } from './case.ts'
import * as rows from './mod-file-rows.ts'

/**
 * `x/mod/modfile`, as far as it reads. Its tables of functions that change a go.mod file have no counterpart here: we
 * change none.
 */
export function modFileCases(): GoCase[] {
  return [
    ...rows.modulePaths.map(([text, path]) => equalCase(modulePath, text, path)),
    ...rows.goVersions.flatMap(([text, strict, lax]) => [
      equalCase(isRead, text, strict),
      equalCase(isReadLax, text, lax),
    ]),
    ...rows.tokens.map(([text, tokens]) => equalCase(tokensOf, text, tokens)),
    ...rows.rationales.map(([, text, rationale]) => equalCase(rationaleOf, text, rationale)),
    ...rows.deprecations.map(([, text, deprecated]) => equalCase(deprecationOf, text, deprecated)),
    ...rows.refused.map((text) => equalCase(isRead, text, false)),
    ...rows.accepted.map((text) => equalCase(isRead, text, true)),
    equalCase(readLax, rows.foreign.text, { module: 'm', require: rows.foreign.require }),
    ...rows.same.map(([text, written]) => equalCase(directivesOf, text, directivesOf(written))),
  ]
}

const modulePath = (text: string) => modulePathOf(Buffer.from(text))
const isRead = (text: string) => accepts(() => parseModFile('go.mod', text), ModFileError)
const isReadLax = (text: string) =>
  accepts(() => parseModFile('go.mod', text, { lax: true }), ModFileError)
const rationaleOf = (text: string) =>
  parseModFile('go.mod', text)
    .retract.map(({ rationale }) => rationale)
    .join('|')
const deprecationOf = (text: string) => parseModFile('go.mod', text).module?.deprecated

function tokensOf(text: string): string {
  const words: string[] = []
  for (const statement of readSyntax('go.mod', text)) {
    words.push(...statement.tokens)
    if (!('lines' in statement)) continue
    words.push('(', ...statement.lines.flatMap(({ tokens }) => tokens), ')')
  }
  return words.join(' ')
}

function readLax(text: string): { module: string | undefined; require: string[] } {
  const { module, require } = parseModFile('go.mod', text, { lax: true })
  return { module: module?.path, require: require.map(({ path, version }) => `${path} ${version}`) }
}

/** A file without its places. */
function directivesOf(text: string): unknown {
  const file = parseModFile('go.mod', text)
  return JSON.parse(
    JSON.stringify(file, (key, value: unknown) => (key === 'line' ? undefined : value)),
  )
}
