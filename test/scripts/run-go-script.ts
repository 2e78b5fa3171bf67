import { mkdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { temporaryFolder } from '../forge/temporary-folder.ts'
import type { Command } from './engine/command.ts'
import { commonCommands } from './engine/common-commands.ts'
import { commonConditions, type Conditions } from './engine/conditions.ts'
import { removeTree } from './engine/remove-tree.ts'
import { findProgram, program } from './engine/run-program.ts'
import { runScript, writeFiles, type ScriptResult } from './engine/run-script.ts'
import { scriptState } from './engine/state.ts'
import { parseTxtar } from './engine/txtar.ts'
import type { Scene } from './scene.ts'
import { scriptEnvironment } from './script-environment.ts'
import { vcsTestHost } from './vcs/server.ts'

/** How a script ended, and what happened in it. */
export interface GoScriptResult extends ScriptResult {
  readonly log: string
}

/** After which a script is ended, so that one that hangs fails alone. */
const patienceMs = 600_000

/** What a script says that needs the go command of Go's tests: the installed one has no such hooks. */
const needsHooks = /\bTESTGO_VERSION|\bno such host\b/

/**
 * Runs one script of the go command in a folder of its own, as `cmd/go/script_test.go` does. Its `go` is the installed
 * one where the script can do with that.
 *
 * @param forgives whether to go on after a line that failed for this reason
 */
export async function runGoScript(
  file: string,
  scene: Scene,
  forgives: (reason: string) => boolean = () => false,
): Promise<GoScriptResult> {
  const folder = await temporaryFolder(basename(file, '.txt'))
  try {
    const archive = parseTxtar(await readFile(file))
    const go = needsHooks.test(archive.script)
      ? await scene.hookedGo()
      : { program: scene.root.program, env: {} }
    const env = { ...scriptEnvironment(scene, folder.path, go.program), ...go.env }
    const state = scriptState(folder.path, env, AbortSignal.timeout(patienceMs))
    await mkdir(join(folder.path, 'tmp'))
    await mkdir(join(folder.path, 'gopath/src'), { recursive: true })
    await state.changeFolder('gopath/src')
    await writeFiles(state, archive.files)
    const commands = { ...commonCommands, env: mirrored(scene.direct), go: program(go.program) }
    const result = await runScript(archive.script, state, { commands, conditions, forgives })
    return { ...result, log: state.log.join('\n').replaceAll(folder.path, '$WORK') }
  } finally {
    await removeTree(folder.path)
  }
}

/**
 * `env`, which puts `mirror` in the place of `direct` in GOPROXY, and where GOPRIVATE would have the repositories that
 * come with go asked directly: what would go past every mirror so goes through one.
 */
function mirrored(mirror: string): Command {
  const { env } = commonCommands
  return {
    async run(state, args) {
      const changed = args.flatMap((arg) => {
        if (arg.startsWith('GOPROXY=')) {
          return [arg.replaceAll(/(?<=[=,|])direct(?=$|[,|])/g, mirror)]
        }
        if (arg !== `GOPRIVATE=${vcsTestHost}`) return [arg]
        return [`GONOSUMDB=${vcsTestHost}`, `GOPROXY=${mirror}`]
      })
      return env?.run(state, changed)
    },
  }
}

/**
 * Conditions of the go command's scripts that its `mod_*` scripts use; no host beyond this machine can be reached.
 * Source: `cmd/go/scriptconds_test.go`.
 */
const conditions: Conditions = {
  ...commonConditions,
  cgo: () => hasProgram('gcc'),
  git: () => hasProgram('git'),
  'git-sha256': () => hasProgram('git'),
  'go-builder': () => false,
  net: () => false,
  GOEXPERIMENT: () => false,
}

async function hasProgram(name: string): Promise<boolean> {
  return (await findProgram(name, process.env['PATH'] ?? '')) !== undefined
}
