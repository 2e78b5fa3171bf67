import type { Forge } from '../forge/forge.ts'
import { repository } from '../forge/repository.ts'

/** The module in the root of {@link plantNasty}'s repository. */
export const nasty = 'github.com/acme/nasty'

const attributes = [
  '*.bat text eol=crlf',
  '*.auto text=auto',
  'id.txt ident',
  'u16.txt working-tree-encoding=UTF-16LE-BOM',
  'subst.txt export-subst',
  'hidden.txt export-ignore',
  '*.bin filter=lfs diff=lfs merge=lfs -text',
  'rewritten.txt filter=rewriting',
  '',
].join('\n')

const pointer = [
  'version https://git-lfs.github.com/spec/v1',
  `oid sha256:${'4d7a'.repeat(16)}`,
  'size 12345',
  '',
].join('\n')

/**
 * Makes a repository whose modules depend, if anything can make them, on the machine that reads it: line ends, `$Id$`,
 * encodings, `export-*`, a filter that is git-lfs' and one that is not, links, names that fold differently by language,
 * tags of both kinds, a folder that is a module.
 */
export async function plantNasty(forge: Forge): Promise<void> {
  await repository(forge, nasty, [
    {
      files: {
        '.gitattributes': attributes,
        'go.mod': `module ${nasty}\n\ngo 1.21\n`,
        LICENSE: 'free\r\nto all\n',
        'run.bat': 'a\nb\n',
        'mixed.auto': 'a\r\nb\n',
        'plain.txt': 'a\r\nb\n',
        'id.txt': '$Id$\n',
        'u16.txt': 'hi\n',
        'subst.txt': '$Format:%H %ad$\n',
        'hidden.txt': 'hid\n',
        'large.bin': pointer,
        'rewritten.txt': 'as it is\n',
        'TITLE/I.go': 'package title\n',
        'title2/ı.go': 'package title\n',
        'straße/żółw.go': 'package z\n',
        'sub/go.mod': `module ${nasty}/sub\n`,
        'sub/run.bat': 'a\nb\n',
        'sub/large.bin': pointer,
      },
      executables: { 'tool.sh': '#!/bin/sh\n' },
      symlinks: { link: 'id.txt', 'sub/up': '../id.txt' },
      tags: [
        'v1.0.0',
        'sub/v0.1.0',
        { name: 'v1.0.1', annotated: true, date: '2021-06-07T08:09:10+05:30' },
      ],
      date: '2020-06-30T23:59:59-03:30',
    },
    { files: { 'b.go': 'package b\n' }, tags: ['v1.2.0-rc.1', 'v1.1.0', 'v1.10.0', 'V1.9.0'] },
    { files: { 'c.go': 'package c\n' }, date: '2024-02-29T22:00:00-11:00' },
  ])
}

/** What is asked of it: lists, queries, and all files of versions. */
export const questions: readonly string[] = [
  ...['@v/list', '@latest', '@v/main.info'].map((what) => `${nasty}/${what}`),
  ...['info', 'mod', 'zip'].flatMap((kind) => [
    `${nasty}/@v/v1.0.1.${kind}`,
    `${nasty}/@v/v1.10.0.${kind}`,
    `${nasty}/sub/@v/v0.1.0.${kind}`,
  ]),
  `${nasty}/sub/@v/main.info`,
]
