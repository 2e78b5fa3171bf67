import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { SkipScript, StopScript, type Command, type Commands } from './command.ts'
import type { Condition, Conditions } from './conditions.ts'
import { parseLine, type Fragment, type Line } from './parse-line.ts'
import { isBelow, type CommandOutput, type ScriptState } from './state.ts'
import type { TxtarFile } from './txtar.ts'

/** How a script ended. */
export interface ScriptResult {
  readonly outcome: 'passed' | 'skipped' | 'failed'
  /** `line N: …` of what failed, or why it was skipped; '' when it passed. */
  readonly reason: string
  /** The reasons that were forgiven, in order. */
  readonly forgiven: readonly string[]
}

/** What a script can use. */
export interface ScriptMeans {
  readonly commands: Commands
  readonly conditions: Conditions
  /** Whether to go on with the next line although one failed, whose `reason` this is. */
  readonly forgives?: (reason: string) => boolean
}

/**
 * Writes the files of a script where it is now; their names may contain variables.
 *
 * @throws Error when one would lie outside of the folder the script started in
 */
export async function writeFiles(state: ScriptState, files: readonly TxtarFile[]): Promise<void> {
  for (const { name, content } of files) {
    const path = state.path(state.expand(name))
    if (!isBelow(state.folder, path)) throw new Error(`${name} lies outside of the script's folder`)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, content)
  }
}

/**
 * Runs a script line by line until a command does not end as it should. Commands that still run in the background at the
 * end are waited for, and must end as they should too. What happened is in the state's log.
 *
 * Source of the rules: `cmd/internal/script` (package comment, `Engine.Execute`), `scripttest.Run`.
 */
export async function runScript(
  script: string,
  state: ScriptState,
  means: ScriptMeans,
): Promise<ScriptResult> {
  const forgiven: string[] = []
  let end: Ending = passed
  for (const [index, line] of script.split('\n').entries()) {
    if (line.startsWith('#')) state.log.push(line)
    try {
      await runLine(line, state, means)
    } catch (error) {
      end = ending(error, index + 1)
      if (end.outcome !== 'failed' || means.forgives?.(end.reason) !== true) break
      forgiven.push(end.reason)
      end = passed
    }
  }
  try {
    await waitForRest(state, means)
  } catch (error) {
    if (end.outcome === 'passed') end = ending(error, 0)
  }
  if (end.outcome === 'failed') state.log.push(end.reason)
  return { ...end, forgiven }
}

type Ending = Omit<ScriptResult, 'forgiven'>

const passed: Ending = { outcome: 'passed', reason: '' }

function ending(error: unknown, line: number): Ending {
  const words = error instanceof Error ? error.message : String(error)
  if (error instanceof StopScript) return passed
  if (error instanceof SkipScript) return { outcome: 'skipped', reason: words }
  return { outcome: 'failed', reason: `${line === 0 ? 'at the end' : `line ${line}`}: ${words}` }
}

async function waitForRest(state: ScriptState, means: ScriptMeans): Promise<void> {
  await Promise.all(state.background.map(({ output }) => output))
  if (state.background.length > 0) await runLine('wait', state, means)
}

async function runLine(text: string, state: ScriptState, means: ScriptMeans): Promise<void> {
  state.signal.throwIfAborted()
  const line = parseLine(text)
  if (line === undefined) return
  for (const { tag, isWanted } of line.conditions) {
    if ((await holds(tag, state, means.conditions)) !== isWanted) return
  }
  state.log.push(`> ${text.trim()}`)
  const command = means.commands[line.name]
  if (command === undefined) throw new Error(`there is no command "${line.name}"`)
  const args = expanded(line, command, state)
  const shown = [line.want, line.name, ...args].join(' ').trim()
  if (line.isBackground) {
    if (command.mayWait !== true) throw new Error(`${line.name} cannot run in the background`)
    state.background.push({ line: shown, want: line.want, output: outputOf(command, state, args) })
    state.stdout = state.stderr = ''
    return
  }
  const failure = await failureOf(command, state, args)
  if (failure !== undefined) state.log.push(`[${failure}]`)
  const mustPass = line.want === '' || line.name === 'wait'
  if (mustPass && failure !== undefined) throw new Error(`${shown}: ${failure}`)
  if (line.want === '!' && failure === undefined) throw new Error(`${shown}: it did not fail`)
}

async function holds(tag: string, state: ScriptState, conditions: Conditions): Promise<boolean> {
  const [, name = '', suffix] = /^([^:]*)(?::(.*))?$/.exec(tag) ?? []
  const condition: Condition | undefined = conditions[name]
  if (condition === undefined) throw new Error(`there is no condition "${tag}"`)
  return condition(suffix, state)
}

const literal = (fragments: readonly Fragment[]) => fragments.map(({ text }) => text).join('')

function expanded(line: Line, command: Command, state: ScriptState): string[] {
  const regexpAt =
    command.takesRegexp === true ? line.args.findIndex((arg) => !literal(arg).startsWith('-')) : -1
  return line.args.map((fragments, index) =>
    fragments
      .map(({ text, isQuoted }) => (isQuoted ? text : state.expand(text, index === regexpAt)))
      .join(''),
  )
}

/** Runs a command to its end. @throws SkipScript, StopScript */
async function failureOf(
  command: Command,
  state: ScriptState,
  args: readonly string[],
): Promise<string | undefined> {
  try {
    const output = await command.run(state, args)
    if (output === undefined) return undefined
    state.stdout = output.stdout
    state.stderr = output.stderr
    if (output.stdout !== '') state.log.push(`[stdout]\n${output.stdout.trimEnd()}`)
    if (output.stderr !== '') state.log.push(`[stderr]\n${output.stderr.trimEnd()}`)
    return output.failure
  } catch (error) {
    if (error instanceof SkipScript || error instanceof StopScript) throw error
    return error instanceof Error ? error.message : String(error)
  }
}

/** As {@link CommandOutput}, also when it cannot be started: somebody may never wait for it. */
async function outputOf(
  command: Command,
  state: ScriptState,
  args: readonly string[],
): Promise<CommandOutput> {
  try {
    return (await command.run(state, args)) ?? { stdout: '', stderr: '' }
  } catch (error) {
    return { stdout: '', stderr: '', failure: error instanceof Error ? error.message : 'failed' }
  }
}
