import * as escape from '../../src/gomod/escape.ts'
import { checkFilePath } from '../../src/gomod/file-path.ts'
import { InvalidError } from '../../src/gomod/invalid-error.ts'
import * as module from '../../src/gomod/module-path.ts'
import { matchPrefixPatterns } from '../../src/gomod/patterns.ts'
import { accepts, equalCase, type GoCase } from './case.ts'
import { escaped, majors, notEscaped, pairs, paths, patterns, splits } from './module-rows.ts'

/** `x/mod/module`: one case for each function and text. */
export function moduleCases(): GoCase[] {
  return [
    ...pairs.map(([path, version, ok]) => equalCase(isPair, [path, version], ok)),
    ...paths.flatMap(pathCases),
    ...splits.map(([prefix, pathMajor]) =>
      equalCase(module.splitPathVersion, prefix + pathMajor, { prefix, pathMajor }),
    ),
    ...escaped.flatMap(([path, text]) => [
      equalCase(escape.escapePath, path, text),
      equalCase(escape.unescapePath, text, path),
    ]),
    ...notEscaped.map((text) => equalCase(isEscaped, text, false)),
    ...majors.map(([version, pathMajor, ok]) => equalCase(fitsMajor, [version, pathMajor], ok)),
    ...patterns.map(([globs, target, ok]) => equalCase(matches, [globs, target], ok)),
  ]
}

type Two = readonly [string, string]

const taken = (check: () => unknown): boolean => accepts(check, InvalidError)
const isPair = ([path, version]: Two) => taken(() => module.check(path, version))
const isModulePath = (path: string) => taken(() => module.checkPath(path))
const isImportPath = (path: string) => taken(() => module.checkImportPath(path))
const isFilePath = (path: string) => taken(() => checkFilePath(path))
const isEscapable = (path: string) => taken(() => escape.escapePath(path))
const isEscaped = (text: string) => taken(() => escape.unescapePath(text))
const fitsMajor = ([version, pathMajor]: Two) => module.matchPathMajor(version, pathMajor)
const matches = ([globs, target]: Two) => matchPrefixPatterns(globs, target)

/** Both parts again; the whole path where Go gives no split. */
function splitAndJoined(path: string): string {
  const { prefix, pathMajor } = module.splitPathVersion(path) ?? { prefix: path, pathMajor: '' }
  return prefix + pathMajor
}

function pathCases([path, isModule, imported, file]: (typeof paths)[number]): GoCase[] {
  const refused = [equalCase(isEscapable, path, false), equalCase(isEscaped, path, false)]
  return [
    equalCase(isModulePath, path, isModule),
    equalCase(isImportPath, path, imported),
    equalCase(isFilePath, path, file),
    equalCase(splitAndJoined, path, path),
    ...(isModule ? [] : refused),
  ]
}
