import type { CommitSpec } from '../forge/commit-spec.ts'
import {
  allowedNames,
  licenseNames,
  plainNames,
  refusedNames,
  vendoredNames,
} from './file-names.ts'
import type { Feature } from './plan.ts'
import type { Random } from './random.ts'

type Files = Record<string, string | Uint8Array>

/** What changes in the tree with one commit, besides go.mod files; odd things come this many times as often. */
export function makeTree(
  random: Random,
  folders: readonly string[],
  has: (feature: Feature) => boolean,
  times: number,
): Pick<CommitSpec, 'files' | 'executables' | 'symlinks' | 'submodules'> {
  const files: Files = {}
  const executables: Files = {}
  const symlinks: Record<string, string> = {}
  const submodules: Record<string, string> = {}
  const within = (name: string, draw: Random) => {
    const folder = draw.pick(folders)
    return folder === '' ? name : `${folder}/${name}`
  }
  const plain = random.fork('plain')
  for (const name of plain.some(plainNames, 3, 1)) files[within(name, plain)] = text(plain)
  if (plain.chance(0.2)) executables[within('run.sh', plain)] = '#!/bin/sh\n'

  const draw = (feature: Feature, often: number): Random | undefined => {
    const fork = random.fork(feature)
    return fork.chance(often * times) && has(feature) ? fork : undefined
  }
  const names = draw('odd-names', 0.12)
  if (names) {
    const pool = names.chance(0.75) ? allowedNames : refusedNames
    for (const name of names.some(pool, 3, 1)) files[within(name, names)] = 'x\n'
  }
  const links = draw('links', 0.25)
  if (links) {
    const name = within(
      links.pick(['link', 'go.mod', 'LICENSE', 'a.go', 'b/link', 'Link.go']),
      links,
    )
    symlinks[name] = links.pick(['a.go', '../x', '/etc/passwd', 'nowhere', '.', 'go.mod'])
    if (links.chance(0.3)) submodules[within('module', links)] = 'c'.repeat(40)
  }
  const attributes = draw('attributes', 0.35)
  if (attributes) {
    files[within('.gitattributes', attributes)] = attributesText(attributes)
    files[within('id.txt', attributes)] = 'one $Id$ two $Format:%H$\n'
    files[within('crlf.bat', attributes)] = 'a\r\nb\nc\r\n'
  }
  const vendored = draw('vendored', 0.3)
  for (const name of vendored?.some(vendoredNames, 4, 1) ?? [])
    files[within(name, vendored ?? random)] = text(random)
  const licenses = draw('licenses', 0.3)
  for (const name of licenses?.some(licenseNames, 2, 1) ?? [])
    files[within(name, licenses ?? random)] = text(random)
  for (const path of Object.keys(symlinks)) {
    Reflect.deleteProperty(files, path)
    Reflect.deleteProperty(executables, path)
  }
  return { files, executables, symlinks, submodules }
}

function text(random: Random): string {
  return random.pick([
    'package a\n',
    'package b\r\n\r\nvar x = 1\r\n',
    '',
    'no line end',
    `${'long '.repeat(3000)}\n`,
    '\u0000\u0001binary',
    '\ufeffmarked\n',
    '$Id$ $Id: old $\n',
  ])
}

function attributesText(random: Random): string {
  const attributes = [
    'text',
    '-text',
    'text=auto',
    'eol=crlf',
    'text eol=crlf',
    'text eol=lf',
    'binary',
    'ident',
    'export-ignore',
    'export-subst',
    'working-tree-encoding=UTF-16',
    'working-tree-encoding=UTF-16LE-BOM',
    'working-tree-encoding=ISO-8859-1',
    'working-tree-encoding=no-such',
    'filter=lfs diff=lfs merge=lfs -text',
    'crlf',
    'crlf=input',
    '!text',
    'linguist-vendored',
    'mac',
  ]
  const patterns = [
    '*',
    '*.go',
    '*.txt',
    '*.mod',
    '*.bat',
    'b/**',
    '/a.go',
    'LICENSE',
    'b',
    '[attr]mac',
  ]
  const lines = Array.from({ length: 1 + random.below(4) }, () => {
    const pattern = random.pick(patterns)
    return `${pattern} ${random.some(attributes.slice(0, -1), 2, 1).join(' ')}`
  })
  return `${random.chance(0.1) ? '# comment\n\n' : ''}${lines.join('\n')}\n`
}
