import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { blame, type Blame } from './blame.ts'

const modules = [
  { path: 'github.com/acme/x', version: 'v1.0.0' },
  { path: 'github.com/acme/x/v2', version: 'v2.1.0' },
  { path: 'corp.example/ledger/api', version: 'v0.1.0' },
]
const x = 'github.com/acme/x@v1.0.0'

const cases: { what: string; says: string; is: Blame }[] = [
  {
    what: 'a zip that is not there',
    says: `a.go:3:8: ${x}: reading http://127.0.0.1:1/x.zip: 404 Not Found\n\tserver response: gone`,
    is: { fault: 'module', modules: [x] },
  },
  {
    what: 'a go.mod that is not there',
    says: `go: ${x}: reading http://127.0.0.1:1/x.mod: 404 Not Found`,
    is: { fault: 'module', modules: [x] },
  },
  {
    what: 'other content',
    says: `verifying ${x}: checksum mismatch\n\tdownloaded: h1:a\n\tgo.sum:     h1:b`,
    is: { fault: 'module', modules: [x] },
  },
  {
    what: 'a go.mod with other content',
    says: `go: verifying ${x}/go.mod: checksum mismatch`,
    is: { fault: 'module', modules: [x] },
  },
  {
    what: 'a package of a module',
    says: '# github.com/acme/x/v2/sub\n../m/x.go:1:1: syntax error',
    is: { fault: 'dependency', modules: ['github.com/acme/x/v2@v2.1.0'] },
  },
  {
    what: 'a package of a module below the main one',
    says: '# corp.example/ledger/api/v\nx.go:1:1: syntax error',
    is: { fault: 'dependency', modules: ['corp.example/ledger/api@v0.1.0'] },
  },
  {
    what: 'a package of the project',
    says: '# corp.example/ledger\n./a.go:3:2: undefined: b',
    is: { fault: 'project', modules: [] },
  },
  {
    what: 'what go vet finds in the project',
    says: '# corp.example/ledger\n# [corp.example/ledger]\n./a.go:3:2: unreachable code',
    is: { fault: 'project', modules: [] },
  },
  {
    what: 'a line that go.sum does not have',
    says: 'a.go:3:8: missing go.sum entry for module providing package github.com/acme/x',
    is: { fault: 'project', modules: [] },
  },
  {
    what: 'a module that is not of this project',
    says: 'go: github.com/evil/y@v1.0.0: no',
    is: { fault: 'project', modules: [] },
  },
  {
    what: 'a package whose code has the compiler say that another module is not there',
    says: `# github.com/acme/x/v2\ngo: ${x}: reading it: 404 Not Found:3: undefined: b`,
    is: { fault: 'dependency', modules: ['github.com/acme/x/v2@v2.1.0'] },
  },
  {
    what: 'a compiler of C that is not there',
    says: '# runtime/cgo\ncgo: C compiler "gcc" not found',
    is: { fault: 'other', modules: [] },
  },
  { what: 'nothing', says: '', is: { fault: 'other', modules: [] } },
]

suite('blame()', () => {
  for (const { what, says, is } of cases) {
    test(`${what}: ${is.fault}`, () => {
      assert.deepEqual(blame(says, ['corp.example/ledger'], modules), is)
    })
  }
})
