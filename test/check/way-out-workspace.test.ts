import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { Report } from '../../src/check/report/report.ts'
import {
  commandOf,
  lose,
  mainSource,
  pathOf,
  projectOf,
  type Modules,
  type Project,
} from './made-project.ts'
import { check } from './scene.ts'

/** A main module of a workspace: the modules it imports at v1.0.0, the other main modules, and lines of its go.mod. */
interface Main {
  readonly imports?: readonly string[]
  readonly others?: readonly string[]
  readonly lines?: string
}

type Mains = Readonly<Record<string, Main>>

/** Main modules in folders of their names, made whole by go; with a go.work, unless `isTree`. */
async function madeOf(modules: Modules, mains: Mains, isTree = false): Promise<Project> {
  const files: Record<string, string> = {}
  const commands: string[] = []
  for (const [name, { imports = [], others = [], lines = '' }] of Object.entries(mains)) {
    files[`${name}/go.mod`] = `module corp.example/${name}\n\ngo 1.20\n${lines}`
    const own = others.map((other) => `corp.example/${other}`)
    const source = mainSource([...imports.map(pathOf), ...own])
    files[`${name}/main.go`] = source.replace('package main', `package ${name}`)
    for (const one of imports) commands.push(`go -C ${name} get ${pathOf(one)}@v1.0.0`)
  }
  for (const name of Object.keys(mains)) commands.push(`go -C ${name} mod tidy -e`)
  if (!isTree) {
    const uses = Object.keys(mains).map((name) => `use ./${name}\n`)
    files['go.work'] = `go 1.20\n\n${uses.join('')}`
  }
  return projectOf(modules, files, commands.join('\n'))
}

/** Nothing needs the module in a folder, and all still builds. */
async function isFreeOf(at: Project, name: string, mains: Mains, folder = '.'): Promise<void> {
  const list = await at.run(`GOFLAGS= go -C ${folder} list -m all`)
  assert.doesNotMatch(list, new RegExp(`${pathOf(name)} `))
  const why = await at.run(`GOFLAGS= go -C ${folder} mod why -m ${pathOf(name)}`)
  assert.match(why, /main module does not need module/)
  if (folder === '.') {
    const patterns = Object.keys(mains).map((main) => `./${main}/...`)
    await at.run(`GOFLAGS= go build ${patterns.join(' ')}`)
  }
}

const parents: Modules = {
  m: [['v1.0.0']],
  p: [['v1.0.0', 'm'], ['v1.1.0', 'm'], ['v1.2.0'], ['v1.3.0']],
  q: [['v1.0.0', 'm'], ['v1.1.0']],
}

suite('headwater check and a module of a workspace that is gone', () => {
  test('names the step for each module that needs it, in its folder', async () => {
    const mains = { a: { imports: ['p'] }, b: { imports: ['p', 'q'] }, c: {} }
    await using at = await madeOf(parents, mains)
    await lose(at, pathOf('m'))
    const m = await at.judged('m')
    assert.equal(
      commandOf(m),
      [
        'go -C a get github.com/acme/p@v1.2.0 && go -C a mod tidy -e',
        'go -C b get github.com/acme/p@v1.2.0 github.com/acme/q@v1.1.0 && go -C b mod tidy -e',
      ].join(' && '),
    )
    assert.match(
      m.wayOut[0] ?? '',
      /^github.com\/acme\/p v1\.2\.0 and .*q v1\.1\.0 no longer need it:/,
    )
    await at.run(commandOf(m))
    await isFreeOf(at, 'm', mains)
    assert.equal((await check(at.home)).code, 0)
  })

  test('knows that one of its modules is used by another, which asks for it by a replace', async () => {
    const lines = '\nrequire corp.example/b v0.0.0\nreplace corp.example/b => ../b\n'
    const mains = { b: { imports: ['p'] }, a: { others: ['b'], lines } }
    await using at = await madeOf(parents, mains)
    assert.match(await at.run('cat a/go.mod'), /acme\/m v1\.0\.0 \/\/ indirect/)
    await lose(at, pathOf('m'))
    const m = await at.judged('m')
    assert.equal(
      commandOf(m),
      'go -C b get github.com/acme/p@v1.2.0 && go -C b mod tidy -e && go -C a get github.com/acme/p@v1.2.0 && go -C a mod tidy',
    )
    assert.match(m.advice[0]?.long ?? '', /, the smallest step after which nothing does$/)
    await at.run(commandOf(m))
    await isFreeOf(at, 'm', mains)
  })

  test('knows that a module may use another by the go.work alone', async () => {
    const mains = { a: { imports: ['p'], others: ['b'] }, b: { imports: ['q'] } }
    await using at = await madeOf(parents, mains)
    await lose(at, pathOf('m'))
    await at.run(commandOf(await at.judged('m')))
    await isFreeOf(at, 'm', mains)
  })

  test('names none where go get would fail, since another module is not to be had as asked for', async () => {
    await using at = await madeOf(parents, { b: { imports: ['p'] } })
    await at.run(`go -C b mod edit -module ${pathOf('b')} && mkdir a && echo "use ./a" >> go.work`)
    const requires = ['b v0.0.0', 'p v1.0.0'].map((name) => `require ${pathOf(name)}`)
    await at.run(
      `printf '%s\\n' 'module corp.example/a' 'go 1.20' '${requires.join("' '")}' > a/go.mod`,
    )
    await lose(at, pathOf('m'))
    const { advice } = await at.judged('m')
    assert.deepEqual(
      advice.flatMap(({ command = [] }) => command),
      [],
    )
    await assert.rejects(at.run(`go -C a get ${pathOf('p')}@v1.2.0`))
  })

  test('names none where the project cannot do without in one of its modules', async () => {
    const mains = { a: { imports: ['p'] }, b: { imports: ['m'] } }
    await using at = await madeOf(parents, mains)
    await lose(at, pathOf('m'))
    const { wayOut } = await at.judged('m')
    assert.match(wayOut[0] ?? '', /^no other version is known upstream/)
  })

  test('names the folder where the next version is to be taken, and go.work for a replace', async () => {
    const two: Modules = { m: [['v1.0.0'], ['v1.1.0']], p: [['v1.0.0', 'm']] }
    const mains = { a: { imports: ['p'] }, b: { imports: ['m'] }, c: {} }
    await using at = await madeOf(two, mains)
    await at.dropTag('m', 'v1.0.0')
    const m = await at.judged('m')
    assert.equal(
      commandOf(m),
      'go -C a get github.com/acme/m@v1.1.0 && go -C b get github.com/acme/m@v1.1.0',
    )
    await at.run(commandOf(m))
    assert.match(await at.run('GOFLAGS= go list -m all'), /acme\/m v1\.1\.0/)
  })

  test('edits go.mod where go get would fail, since only go.work tells where another module is', async () => {
    await using at = await madeOf({ m: [['v1.0.0'], ['v1.1.0']] }, { b: { imports: ['m'] }, a: {} })
    const lines = ['corp.example/b v0.0.0', `${pathOf('m')} v1.0.0`].map(
      (line) => `require ${line}`,
    )
    await at.run(
      `printf '%s\\n' 'package b' 'import _ "${pathOf('m')}"' > b/main.go
      printf '%s\\n' '${lines.join("' '")}' >> a/go.mod
      printf '%s\\n' 'package a' 'import _ "corp.example/b"' > a/main.go
      echo 'replace corp.example/b v0.0.0 => ./b' >> go.work
      GOFLAGS= go build ./a ./b`,
    )
    await at.dropTag('m', 'v1.0.0')
    const command = commandOf(await at.judged('m'))
    assert.equal(
      command,
      'go -C b get github.com/acme/m@v1.1.0 && go -C a mod edit -require=github.com/acme/m@v1.1.0',
    )
    await at.run(`${command} && GOFLAGS= go build ./a ./b`)
    assert.match(await at.run('GOFLAGS= go list -m all'), /acme\/m v1\.1\.0/)
  })
})

suite('headwater check of several modules at once', () => {
  test('names the folder of each', async () => {
    const mains = { a: { imports: ['p'] }, b: { imports: ['q'] } }
    await using at = await madeOf(parents, mains, true)
    await lose(at, pathOf('m'))
    const m = await at.judged('m', ['.'])
    const command = commandOf(m)
    assert.equal(
      command,
      'go -C a get github.com/acme/p@v1.2.0 && go -C a mod tidy && go -C b get github.com/acme/q@v1.1.0 && go -C b mod tidy',
    )
    await at.run(command)
    for (const folder of ['a', 'b']) await isFreeOf(at, 'm', mains, folder)
  })

  test('helps those that can be helped, and says so', async () => {
    const mains = { a: { imports: ['p'] }, b: { imports: ['m'] } }
    await using at = await madeOf(parents, mains, true)
    await lose(at, pathOf('m'))
    const m = await at.judged('m', ['.'])
    assert.deepEqual(
      m.wayOut[0],
      `github.com/acme/p v1.2.0 no longer needs it; 1 other project still needs it: ${commandOf(m)}`,
    )
    await at.run(commandOf(m))
    await isFreeOf(at, 'm', mains, 'a')
  })

  test('names the folder of one that is named, as a shell takes it', async () => {
    const mains = { a: { imports: ['p'] } }
    await using at = await madeOf(parents, mains, true)
    await at.run(`mv a "a'b"`)
    await lose(at, pathOf('m'))
    const { stdout } = await check(at.home, ['--json', "a'b/go.mod"])
    const m = (JSON.parse(stdout) as Report).modules.find(({ path }) => path === pathOf('m'))
    assert.ok(m)
    assert.match(commandOf(m), /^go -C 'a'\\''b' get /)
    await at.run(commandOf(m))
    assert.doesNotMatch(await at.run(`cat "a'b/go.mod"`), /acme\/m/)
  })
})
