import assert from 'node:assert/strict'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import type { Report } from '../../src/check/report/report.ts'
import { randomFrom, type Random } from '../fuzz/random.ts'
import { lose, mainSource, pathOf, projectOf, type Modules, type Project } from './made-project.ts'
import { check } from './scene.ts'

/** Workspaces that are made; more by hand, with another seed. */
const count = Number(process.env['WORKSPACES'] ?? 6)
const seed = process.env['SEED'] ?? '1'

const parents = ['p0', 'p1', 'p2', 'p3']

/** Modules that lead to `m` in one way or another, and newer versions of them that may not. */
function modulesFrom(random: Random): Modules {
  const modules: Record<string, Modules[string]> = { m: [['v1.0.0']] }
  for (const [index, name] of parents.entries()) {
    const below = ['m', ...parents.slice(0, index)]
    const imports = random.pick(below)
    const lastWith = random.chance(0.15) ? 2 : random.below(2)
    modules[name] = ['v1.0.0', 'v1.1.0', 'v1.2.0'].map((version, step) => {
      return step <= lastWith ? [version, imports] : [version]
    })
  }
  return modules
}

/** The files of a workspace of two or three modules, and the command that makes it whole. */
function workspaceFrom(random: Random, folder: string) {
  const files: Record<string, string> = { [`${folder}/go.work`]: 'go 1.20\n' }
  const commands: string[] = []
  const names = ['a', 'b', 'c'].slice(0, random.chance(0.5) ? 3 : 2)
  for (const [index, name] of names.entries()) {
    const at = `${folder}/${name}`
    const imports = parents.filter(() => random.chance(0.4))
    const others = names.slice(0, index).filter(() => random.chance(0.5))
    const isAsked = random.chance(0.5)
    const lines = others.map(
      (one) => `require corp.example/${one} v0.0.0\nreplace corp.example/${one} => ../${one}\n`,
    )
    const paths = [...imports.map(pathOf), ...others.map((one) => `corp.example/${one}`)]
    files[`${at}/go.mod`] =
      `module corp.example/${name}\n\ngo 1.20\n${isAsked ? lines.join('') : ''}`
    files[`${at}/main.go`] = mainSource(paths).replace('package main', `package ${name}`)
    files[`${folder}/go.work`] += `use ./${name}\n`
    for (const one of imports) commands.push(`go -C ${at} get ${pathOf(one)}@v1.0.0`)
    commands.push(`go -C ${at} mod tidy -e`)
  }
  return { files, command: commands.join('\n') }
}

async function write(at: Project, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    const file = join(at.home.folder, name)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, text)
  }
}

/** The way out of `m` in a workspace: the first command; undefined where there is none, or nothing needs `m`. */
async function commandIn(at: Project, folder: string): Promise<string | undefined> {
  const { stdout, stderr } = await check(at.home, ['--json', folder])
  assert.notEqual(stdout, '', stderr)
  const { modules } = JSON.parse(stdout) as Report
  const m = modules.find(({ path }) => path === pathOf('m'))
  return m?.advice.find(({ command }) => command !== undefined)?.command
}

test(`the ways out of ${count} made workspaces work with the real go`, async () => {
  const random = randomFrom(seed)
  await using at = await projectOf(modulesFrom(random), {}, 'true')
  const folders = Array.from({ length: count }, (_, index) => `w${index}`)
  for (const folder of folders) {
    const { files, command } = workspaceFrom(random, folder)
    await write(at, files)
    await at.run(command)
  }
  await lose(at, pathOf('m'))
  let helped = 0
  for (const folder of folders) {
    const command = await commandIn(at, folder)
    if (command === undefined) continue
    helped += 1
    await at.run(command)
    const list = await at.run(`GOFLAGS= go -C ${folder} list -m all`)
    assert.doesNotMatch(list, /acme\/m /, `seed ${seed}, ${folder}: ${command}`)
    await at.run(`cd ${folder}; GOFLAGS= go build $(sed -n 's|^use \\(.*\\)|\\1/...|p' go.work)`)
  }
  assert.ok(helped > count / 3, `${helped} of ${count}`)
})
