import { basename, dirname, relative, sep } from 'node:path'
import { Failure } from '../../failure.ts'
import { runForOutput } from '../../outbound/run.ts'
import { safeLines } from '../../safe-text.ts'
import type { BuildPlace } from '../target/read-files.ts'
import { blame, type NamedModule } from './blame.ts'
import type { Build, BuildStep } from './build.ts'
import {
  buildCommands,
  buildEnvironment,
  ofGo,
  type BuildFolders,
  type GoFacts,
} from './go-environment.ts'
import { ownMessages } from './own-messages.ts'

/** Most of standard error that is read: every module that is downloaded has a line in it, too. */
const mostRead = 2 ** 20
/** Most that is shown, in characters. */
const mostShown = 4000
const mostOutput = 2 ** 24

/** The go command of a user, ready to build what is checked. */
export interface ReadyGo {
  readonly facts: GoFacts
  readonly env: NodeJS.ProcessEnv
}

/**
 * Makes sure that the go command is there and can read the projects, before anything else is done.
 *
 * @throws Failure `unsupported` where there is none, or it is too old; `invalid` with its words where it cannot read a
 *   go.mod or go.work; `stopped`
 */
export async function readyGo(
  places: readonly BuildPlace[],
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<ReadyGo> {
  const [first] = places
  if (!first) {
    throw new Failure('invalid', 'Cannot build what is checked: it is no project on this machine', {
      hint: 'Name a folder, a go.mod or a go.work; or leave --level build out',
    })
  }
  const names = ['GOVERSION', 'GOCACHE', 'GOENV', 'GOFLAGS']
  const asked = await run(['env', '-json', ...names], first, userEnv(env), signal)
  if (asked.code !== 0) throw cannotRead(first, asked.stderr)
  const facts = JSON.parse(asked.stdout.toString()) as GoFacts
  for (const place of places) {
    const offline = { GOFLAGS: '-mod=readonly', GOPROXY: 'off', GOTOOLCHAIN: 'local' }
    const { code, stderr } = await run(
      ['list', '-m'],
      place,
      { ...userEnv(env), ...offline },
      signal,
    )
    if (code !== 0) throw cannotRead(place, stderr)
  }
  return { facts, env }
}

/**
 * Builds and vets what upstream gave, with the real go command: what it may ask is one proxy. Whatever go says about the
 * project is a result, not a failure.
 *
 * @throws Failure `stopped`
 */
export async function runBuild(
  { facts, env }: ReadyGo,
  places: readonly BuildPlace[],
  modules: readonly NamedModule[],
  tools: BuildFolders & { readonly signal: AbortSignal; readonly now: () => number },
): Promise<Build> {
  const steps: BuildStep[] = []
  const ofBuild = buildEnvironment(env, facts, tools)
  for (const place of places) {
    const told = place.mains.map(({ folder }) => patternOf(place.folder, folder))
    const mains = place.mains.map(({ path }) => path)
    for (const { args, ran } of buildCommands(told, told)) {
      const from = tools.now()
      const { code, stderr, stdout } = await run(args, place, ofBuild, tools.signal)
      const millis = tools.now() - from
      const said = wordsOf(`${stderr}\n${stdout.toString()}`, tools)
      const ok = code === 0 || isOnlyEmpty(said)
      const why = ok ? { fault: null, modules: [] } : blame(said, mains, modules)
      const output = ok ? '' : shown(said)
      const messages = why.fault === 'project' ? await ownMessages(said, place) : []
      steps.push({ ran, file: place.name, ok, millis, ...why, output, messages })
      // The other command would only say the same.
      if (!ok) break
    }
  }
  return { go: facts.GOVERSION, steps }
}

function run(
  args: readonly string[],
  { folder, work = 'off' }: BuildPlace,
  env: Readonly<Record<string, string>>,
  signal: AbortSignal,
) {
  return runForOutput(
    {
      command: 'go',
      debianPackage: 'golang-go',
      args,
      env: { ...env, GOWORK: work },
      cwd: folder,
      signal,
      maxStderr: mostRead,
      waitsForNetwork: true,
    },
    mostOutput,
  )
}

function userEnv(env: NodeJS.ProcessEnv): Record<string, string> {
  const homes = ['HOME', 'XDG_CONFIG_HOME', 'XDG_CACHE_HOME', 'LocalAppData', 'AppData']
  const own = homes.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]]))
  return { ...ofGo(env), ...(Object.fromEntries(own) as Record<string, string>) }
}

/** All packages of a module, as go takes it in the folder of the workspace. */
function patternOf(from: string, folder: string): string {
  const way = relative(from, folder).split(sep).join('/')
  if (way === '') return './...'
  return way.startsWith('../') || way === '..' ? `${way}/...` : `./${way}/...`
}

/** What go said, without what it only tells on its way, and without our own address and folder. */
function wordsOf(
  text: string,
  { proxy, moduleCache }: Pick<BuildFolders, 'proxy' | 'moduleCache'>,
): string {
  const unpacked = `${basename(dirname(moduleCache))}${sep}${basename(moduleCache)}${sep}`
  return text
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^go: (?:downloading|finding|extracting) /.test(line))
    .map((line) => {
      const words = line.split(' ').map((word) => word.split(unpacked).at(-1) ?? '')
      return words.join(' ').replaceAll(`${proxy}/`, 'upstream: ')
    })
    .join('\n')
}

/** Whether go had nothing to complain of but that there are no packages, which is no failure: other modules may have some. */
function isOnlyEmpty(said: string): boolean {
  const lines = said.split('\n')
  return (
    lines.some((line) => emptyPattern.test(line)) &&
    lines.every((line) => emptyPattern.test(line) || line === 'no packages to vet')
  )
}

/** Source: cmd/go/internal/search.WarnUnmatched */
const emptyPattern = /^go: warning: "[^"]*" matched no packages$/

function shown(text: string): string {
  const safe = safeLines(text.slice(0, mostShown).replaceAll('\t', '    '))
  return text.length > mostShown ? `${safe}…` : safe
}

const nowhere = { proxy: '\0', moduleCache: '\0' }

function cannotRead({ name }: BuildPlace, stderr: string): Failure {
  const words = shown(wordsOf(stderr, nowhere))
  if (/requires go >= /.test(words)) {
    const hint = 'Install that version; no toolchain is downloaded for a check'
    return new Failure('unsupported', `Cannot build ${name}: ${words.split('\n')[0]}`, { hint })
  }
  return new Failure('invalid', `Cannot build ${name}: ${words}`)
}
