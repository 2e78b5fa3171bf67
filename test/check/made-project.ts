import assert from 'node:assert/strict'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Report, ReportModule } from '../../src/check/report/report.ts'
import { startForge, type Forge } from '../forge/forge.ts'
import { repository, type Repository } from '../forge/repository.ts'
import { must } from '../forge/run.ts'
import { goProxied, type Go } from '../oracle/go.ts'
import { headwaterHome, startHeadwater, type HeadwaterHome } from '../oracle/headwater.ts'
import { check } from './scene.ts'

/** A project that go has tidied, its modules from the forge. */
export interface Project extends AsyncDisposable {
  readonly forge: Forge
  readonly home: HeadwaterHome
  readonly go: Go
  /** Runs a command in its folder, as a user who has the real go and a mirror that still holds everything. */
  readonly run: (command: string) => Promise<string>
  readonly goMod: () => Promise<string>
  /** Moves the tag v1.0.0 of a module to a commit with these files changed. */
  readonly change: (name: string, files: Readonly<Record<string, string>>) => Promise<void>
  /** Takes a tag of a module away. */
  readonly dropTag: (name: string, tag: string) => Promise<void>
  /** What is said of the module whose path ends so. */
  readonly judged: (name: string, args?: readonly string[]) => Promise<ReportModule>
}

/** `NAME v1.0.0 …`: what each version of `github.com/acme/NAME` imports, in the order of versions. */
export type Modules = Readonly<
  Record<string, readonly (readonly [version: string, ...names: string[]])[]>
>

/** The path of a module by its name. */
export const pathOf = (name: string) => `github.com/acme/${name}`

/** The files of a module that imports others at v1.0.0. */
export function sourceOf(name: string, imports: readonly string[]): Record<string, string> {
  const lines = imports.map((other) => `import _ "${pathOf(other)}"\n`)
  const requires = imports.map((other) => `require ${pathOf(other)} v1.0.0\n`)
  return {
    'go.mod': `module ${pathOf(name)}\n\ngo 1.20\n\n${requires.join('')}`,
    'x.go': `package x\n\n${lines.join('')}`,
  }
}

/** A project that imports these modules, each at v1.0.0. */
export async function projectOn(modules: Modules, imports: readonly string[]): Promise<Project> {
  const files = {
    'go.mod': 'module corp.example/ledger\n\ngo 1.20\n',
    'main.go': mainSource(imports.map(pathOf)),
  }
  const gets = imports.map((name) => `${pathOf(name)}@v1.0.0`)
  return projectOf(modules, files, `go get ${gets.join(' ')} && go mod tidy`)
}

/** The file of a program that imports packages. */
export function mainSource(imports: readonly string[]): string {
  return `package main\n\n${imports.map((path) => `import _ "${path}"\n`).join('')}\nfunc main() {}\n`
}

/** A project of these files, by their names, made whole by a command. */
export async function projectOf(
  modules: Modules,
  files: Readonly<Record<string, string>>,
  command: string,
): Promise<Project> {
  await using stack = new AsyncDisposableStack()
  const forge = stack.use(await startForge())
  const made = new Map<string, Repository>()
  for (const [name, versions] of Object.entries(modules)) {
    const specs = versions.map(([version, ...others], index) => ({
      fresh: true,
      files: { ...sourceOf(name, others), VERSION: `${index}\n` },
      tags: [version],
    }))
    made.set(name, await repository(forge, pathOf(name), specs))
  }
  const mirror = stack.use(await startHeadwater(forge))
  const go = stack.use(await goProxied(mirror.url))
  const home = stack.use(await headwaterHome(forge))
  const run = (command: string) => must('sh', ['-ec', command], { cwd: home.folder, env: go.env })
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(home.folder, name)), { recursive: true })
    await writeFile(join(home.folder, name), text)
  }
  await run(command)
  const owned = stack.move()
  return {
    forge,
    home,
    go,
    run,
    async change(name, files) {
      const commits = await made.get(name)?.commit([{ files }])
      await made.get(name)?.moveTag('v1.0.0', commits?.[0] ?? '')
    },
    async dropTag(name, tag) {
      await made.get(name)?.deleteTag(tag)
    },
    goMod: () => readFile(join(home.folder, 'go.mod'), 'utf8'),
    async judged(name, args = []) {
      const { stdout, stderr } = await check(home, ['--json', ...args])
      const { modules } = JSON.parse(stdout || '{"modules":[]}') as Report
      const found = modules.find(({ path }) => path === pathOf(name))
      assert.ok(found, `${stderr} ${stdout}`)
      return found
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

/** Takes the repository at a path away, with all its versions. */
export async function lose({ forge }: Project, path: string): Promise<void> {
  await rm(join(forge.folder, `${path}.git`), { recursive: true })
}

/** The command of the first advice that has one. */
export function commandOf({ advice }: ReportModule): string {
  const command = advice.find((one) => one.command !== undefined)?.command
  assert.ok(command, JSON.stringify(advice))
  return command
}
