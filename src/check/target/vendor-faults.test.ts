import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { isolated } from '../../../test/forge/isolation.ts'
import { run } from '../../../test/forge/run.ts'
import { testFolder } from './files.test-data.ts'

/** Modules in folders, so that `go mod vendor` needs nobody. */
const files = {
  'go.mod':
    'module corp.example/app\n\ngo 1.20\n\nrequire (\n\ta.test/x v1.0.0\n\ta.test/y v1.0.0 // indirect\n)\n\n' +
    'replace a.test/x => ./x\n\nreplace a.test/y v1.0.0 => ./y\n',
  'main.go': 'package main\n\nimport _ "a.test/x"\n\nfunc main() {}\n',
  'x/go.mod': 'module a.test/x\n\ngo 1.20\n\nrequire a.test/y v1.0.0\n',
  'x/x.go': 'package x\n\nimport _ "a.test/y"\n',
  'y/go.mod': 'module a.test/y\n\ngo 1.20\n',
  'y/y.go': 'package y\n',
  'z/go.mod': 'module a.test/z\n\ngo 1.20\n',
}
const txt = 'vendor/modules.txt'

/** What is done to a project after `go mod vendor`: text in a file that is replaced by other text. */
const cases: [what: string, file: string, from: string | RegExp, to: string][] = [
  ['nothing changed', 'go.mod', '', ''],
  ['a module is not explicit', txt, /## explicit; go 1.20\n(?=a.test\/x)/, ''],
  ['another version is required', 'go.mod', 'a.test/y v1.0.0 //', 'a.test/y v1.1.0 //'],
  ['one more is required', 'go.mod', 'require (', 'require (\n\ta.test/z v1.0.0'],
  ['one less is required', 'go.mod', '\ta.test/y v1.0.0 // indirect\n', ''],
  ['another folder replaces one', 'go.mod', '=> ./x', '=> ./z'],
  ['the same folder is written in another way', 'go.mod', '=> ./x', '=> ././x'],
  ['a replacement is not marked', txt, ' => ./y', ''],
  ['a replacement is gone', 'go.mod', 'replace a.test/y v1.0.0 => ./y\n', ''],
  [
    'a replacement is new',
    'go.mod',
    'replace a.test/y',
    'replace a.test/z => ./z\nreplace a.test/y',
  ],
  ['line ends are those of Windows', txt, /\n/g, '\r\n'],
]

suite('vendorFaults()', () => {
  for (const [what, file, from, to] of cases) {
    test(`vendorFaults() finds fault where go does when ${what}`, async () => {
      using folder = testFolder(files)
      const env = isolated(folder.path, { GOFLAGS: '', GOCACHE: join(folder.path, '.cache') })
      const go = (...args: string[]) => run('go', args, { cwd: folder.path, env })
      const vendored = await go('mod', 'vendor')
      assert.equal(vendored.code, 0, vendored.stderr)
      const before = readFileSync(join(folder.path, file), 'utf8')
      const after = before.replace(from, to)
      assert.equal(after === before, from === '')
      folder.write(file, after)
      const { stderr } = await go('list', './...')
      const { notes } = await folder.target()
      const found = notes.filter((note) => note.includes('does not fit'))
      assert.equal(
        found.length > 0,
        stderr.includes('inconsistent vendoring'),
        stderr + notes.join('\n'),
      )
    })
  }
})
