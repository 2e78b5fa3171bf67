import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { main } from '../../src/cli/main.ts'
import type { Report, ReportModule } from '../../src/check/report/report.ts'
import { pseudoVersion } from '../../src/gomod/pseudo-version.ts'
import type { CommitSpec } from '../forge/commit-spec.ts'
import { startForge, type Forge } from '../forge/forge.ts'
import type { Reply } from '../forge/reply.ts'
import { repository, type Repository } from '../forge/repository.ts'
import { headwaterHome, type HeadwaterHome, type Settings } from '../oracle/headwater.ts'

/** How a check ended. */
export interface Run {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Where a check runs: in the folder of its home, with no variables of its own, unless told otherwise. */
export interface Surroundings {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
}

/** Runs `headwater check` in this process. */
export function check(
  home: HeadwaterHome,
  args: readonly string[] = [],
  signal?: AbortSignal,
  surroundings?: Surroundings,
): Promise<Run> {
  return command(home, ['check', ...args], signal, surroundings)
}

/** Runs any command in this process. */
export async function command(
  home: HeadwaterHome,
  argv: readonly string[],
  signal = new AbortController().signal,
  { cwd = home.folder, env = {} }: Surroundings = {},
): Promise<Run> {
  const stdout = new PassThrough({ encoding: 'utf8' })
  const stderr = new PassThrough({ encoding: 'utf8' })
  const code = await main({
    argv,
    env: { HEADWATER_CONFIG: home.configFile, ...env },
    cwd,
    stdout,
    stderr,
    signal,
    stoppedBy: () => undefined,
    platform: 'linux',
    home: home.folder,
    width: undefined,
  })
  return { code, stdout: String(stdout.read() ?? ''), stderr: String(stderr.read() ?? '') }
}

/** The go.mod of the modules here. */
export function goMod(path: string): string {
  return `module ${path}\n\ngo 1.20\n`
}

/** A commit of a module with its go.mod and a file. */
export function commit(path: string, more: CommitSpec = {}): CommitSpec {
  return {
    ...more,
    files: { 'go.mod': goMod(path), 'a.go': 'package a\n', ...more.files },
  }
}

/** A project that is checked. */
export interface Scene extends AsyncDisposable {
  readonly forge: Forge
  readonly home: HeadwaterHome
  /** `github.com/acme/x`: v1.0.0, required and known to go.sum; and v1.1.0. */
  readonly x: Repository
  /** `github.com/acme/ok`, which stays as it is. */
  readonly ok: Repository
  /** The report, when `x` is judged again: from content, unless another level is named. */
  judged(args?: readonly string[]): Promise<{ code: number; report: Report; x: ReportModule }>
}

const quick: Settings = { outbound: { 'idle-timeout': '400ms' } }

/**
 * A project on two healthy modules, its go.sum made from them.
 *
 * @param prepare makes another module than `x` on the forge, and gives it as MODULE@VERSION
 */
export async function scene(
  version = 'v1.0.0',
  prepare?: (forge: Forge) => Promise<string>,
): Promise<Scene> {
  const stack = new AsyncDisposableStack()
  const forge = stack.use(await startForge())
  const x = await repository(forge, 'github.com/acme/x', [
    commit('github.com/acme/x', { tags: ['v1.0.0'] }),
    { files: { 'b.go': 'package a\n' }, tags: ['v1.1.0'] },
  ])
  const ok = await repository(forge, 'github.com/acme/ok', [
    commit('github.com/acme/ok', { tags: ['v1.0.0'] }),
  ])
  const asked = prepare === undefined ? `github.com/acme/x@${version}` : await prepare(forge)
  const home = stack.use(await headwaterHome(forge, quick))
  const [path = '', wanted = ''] = asked.split('@')
  const { code, stdout } = await check(home, ['--json', asked, 'github.com/acme/ok@v1.0.0'])
  assert.equal(code, 0, stdout)
  const sums = (JSON.parse(stdout) as Report).modules.map(({ path, version, sum }) =>
    [
      `${path} ${version} ${sum.upstream}\n`,
      `${path} ${version}/go.mod ${sum.goMod.upstream}\n`,
    ].join(''),
  )
  const mod = `module corp.example/ledger\n\ngo 1.20\n\nrequire ${path} ${wanted}\nrequire github.com/acme/ok v1.0.0\n`
  await writeFile(join(home.folder, 'go.mod'), mod)
  await writeFile(join(home.folder, 'go.sum'), sums.join(''))
  forge.log.reset()
  return {
    forge,
    home,
    x,
    ok,
    async judged(args = []) {
      const level = args.includes('--level') ? [] : ['--level', 'content']
      const { code, stdout } = await check(home, ['--json', ...level, ...args])
      const report = JSON.parse(stdout) as Report
      const x = report.modules.find((module) => module.path === path)
      assert.ok(x)
      return { code, report, x }
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  }
}

/** Answers requests for the repository `x` with a reply, the first `times` of them. */
export function replyForX(forge: Forge, reply: Reply, times = Infinity): void {
  let left = times
  forge.script(({ host, path }) =>
    host === 'github.com' && /^\/acme\/x\/./.test(path) && left-- > 0 ? reply : undefined,
  )
}

/** The pseudo-version of a repository's second commit. */
export async function pseudoVersionOf({ commits, git }: Repository, base: string): Promise<string> {
  const [, rev = ''] = commits
  const time = new Date(await git('log', '-1', '--format=%cI', rev))
  return pseudoVersion({ major: '', base, time, rev: rev.slice(0, 12) })
}
