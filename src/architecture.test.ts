import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join, normalize, sep } from 'node:path'
import { test } from 'node:test'

/** A folder may import itself and every folder on a line above it. ARCHITECTURE.md draws the same picture. */
const layers = [
  ['gomod'], // Go's own rules: no I/O, no clock, no configuration
  ['tlog'], // transparency logs: signed notes, trees, tiles; as pure
  ['failure.ts'], // the one error class that people read
  ['open-files.ts'], // that no more files can be opened
  ['safe-text.ts'], // text from outside, harmless for a terminal
  ['work'], // how work is done: once, in turn, so many at a time, for so long
  ['page'], // how pages look, and how text gets into them
  ['outbound'], // the one gate to the outside
  ['store'], // database and files
  ['origin'], // where a module lives and what is there
  ['mirror'], // get or fetch, single flight, list and latest
  ['sumdb'], // checksum databases: our own log, and those of others, verified
  ['feed'], // the index: what came in, in order
  ['verify'], // what is held, looked at again
  ['check'], // a project's modules, judged
  ['web'], // pages for people, as functions of data
  ['server'], // HTTP
  ['cli'], // commands, and the one place that builds everything
]

/** What a folder may import beside our own files. */
const pure: Record<string, readonly string[]> = { gomod: ['node:crypto'], tlog: ['node:crypto'] }

/** Modules that open sockets or start programs, and the folders that may import them. */
const guarded: Record<string, readonly string[]> = {
  undici: ['outbound'],
  'node:child_process': ['outbound'],
  'node:dgram': [],
  'node:dns': ['outbound'],
  'node:http': ['server'],
  'node:https': [],
  'node:http2': [],
  'node:net': ['outbound', 'server', 'cli'],
  'node:tls': ['outbound'],
  'node:sqlite': ['store'],
}

const level = (folder: string) => layers.findIndex((layer) => layer.includes(folder))
const folderOf = (file: string) => file.split(sep)[1] ?? ''

for (const file of globSync('src/**/*.ts', { exclude: ['**/*.test.ts', '**/*.conformance.ts'] })) {
  const source = readFileSync(file, 'utf8')
  const imported = [
    ...source.matchAll(/^(?:import|export) (?:type )?(?:[^'"]*? from )?'([^']+)'/gms),
    ...source.matchAll(/\bimport\('([^']+)'\)/g),
  ].map(([, specifier = '']) => specifier)

  test(`${file} imports only what its layer allows`, () => {
    const folder = folderOf(file)
    assert.notEqual(level(folder), -1, `src/${folder} is in no layer`)
    for (const specifier of imported) {
      if (specifier.startsWith('.')) {
        const target = folderOf(normalize(join(file, '..', specifier)))
        const allowed =
          target === folder || level(target) < level(folder) || target === 'package.json'
        assert.ok(allowed, `${folder} may not import ${target} (${specifier})`)
        continue
      }
      const only = pure[folder]
      if (only)
        assert.ok(only.includes(specifier), `${folder} is pure and may not import ${specifier}`)
      const holders = guarded[specifier]
      if (holders) assert.ok(holders.includes(folder), `${folder} may not import ${specifier}`)
    }
  })
}

test('every layer has files', () => {
  for (const folder of layers.flat()) {
    assert.ok(globSync(`src/${folder}`).length > 0, `src/${folder} does not exist`)
  }
})

test('ARCHITECTURE.md names only files and folders that exist', () => {
  const named = [...readFileSync('ARCHITECTURE.md', 'utf8').matchAll(/`([\w./-]+(?:\.ts|\/))`/g)]
  assert.ok(named.length > 0)
  for (const [, name = ''] of named) {
    const isWhole = /^(?:src|test|bin|docs|scripts|bench)\//.test(name)
    const found = isWhole ? globSync(name) : globSync([`src/${name}`, `src/**/${name}`])
    assert.ok(found.length > 0, `there is no ${name}`)
  }
})
