import { Failure } from '../failure.ts'
import { readAccess } from './access.ts'
import { shownSecret } from './config/hooks.ts'
import { maskCredentials, maskField } from './config/mask.ts'
import { readConfig, type Reading, type Setting } from './config/load.ts'
import { problem, problemLine, problemsFailure, type Problem } from './config/problem.ts'
import type { SourcesContext } from './context.ts'
import { hookFaults } from './hook-secrets.ts'
import type { KeySources } from './log-key.ts'
import { sshFaults } from './ssh-faults.ts'

/**
 * `headwater config print`: the settings in force as a TOML document that means the same, each with the place it comes
 * from. Credentials in URLs are masked, and so are secrets.
 *
 * @throws Failure `invalid` when there are problems
 */
export async function printConfig({ sources, options, stdout }: SourcesContext): Promise<number> {
  const reading = readConfig(sources)
  if (reading.config === undefined) throw problemsFailure(reading.problems)
  const settings = withAbsoluteData(reading.settings, reading.config.data).map(withoutSecrets)
  stdout.write(options['json'] === true ? asJson(settings) : asToml(settings))
  return 0
}

/**
 * `headwater config check [FILE]`: what is wrong, also with the files and variables that are named, a line each; exit
 * code 2 when there is anything. What `serve` only warns of is told, too, and is no fault.
 */
export async function checkConfig(context: SourcesContext): Promise<number> {
  const { sources, args, options, stdout } = context
  const [file] = args
  const reading = readConfig(file === undefined ? sources : { ...sources, file })
  const access = await accessFaults(reading, context.env)
  const { warnings } = access
  const problems = [
    ...reading.problems,
    ...(await sshProblems(reading)),
    ...access.problems,
    ...(await hookProblems(reading)),
    ...(await logKeyProblems(reading, context)),
  ]
  if (options['json'] === true) {
    const result = { file: reading.file ?? null, ok: problems.length === 0, problems, warnings }
    stdout.write(`${JSON.stringify(result, undefined, 2)}\n`)
  } else {
    stdout.write(warnings.map((warning) => `warning: ${warning}\n`).join(''))
    stdout.write(problems.map((problem) => `${problemLine(problem)}\n`).join(''))
    if (problems.length === 0) stdout.write(`${checked(reading)}: ok\n`)
  }
  return problems.length === 0 ? 0 : 2
}

interface AccessFaults {
  readonly problems: readonly Problem[]
  readonly warnings: readonly string[]
}

async function sshProblems({ config, settings }: Reading): Promise<Problem[]> {
  const setting = settings.find(({ key }) => key.name === 'ssh')
  const faults = await sshFaults(config?.ssh ?? [])
  return faults.map(({ index, reason }) =>
    problem(setting?.originOf(index).name ?? '', `ssh[${index}]`, reason),
  )
}

/** What keeps `serve` from starting: a file, a variable or a proxy that cannot be used; and what it warns of. */
async function accessFaults({ config }: Reading, env: NodeJS.ProcessEnv): Promise<AccessFaults> {
  if (config === undefined) return { problems: [], warnings: [] }
  try {
    const { warnings } = await readAccess(config, { env, personal: false })
    return { problems: [], warnings }
  } catch (error) {
    if (!Failure.is(error)) throw error
    const found = problem('this machine', '', error.message, error.details.hint)
    return { problems: [found], warnings: [] }
  }
}

/** Whether our log can be signed for: the file or the variable of its key. A signer is not asked. */
async function logKeyProblems({ config }: Reading, sources: KeySources): Promise<Problem[]> {
  if (config === undefined) return []
  const { keyFile, keyEnv, signer, verifierKey } = config.checksumLog
  if ([keyFile, keyEnv, signer[0], verifierKey].every((one) => one === undefined)) return []
  // What signs is looked at only where something is set: others need none of it.
  const { logKey } = await import('./log-key.ts')
  try {
    await logKey(config.checksumLog, sources)
    return []
  } catch (error) {
    if (!Failure.is(error)) throw error
    return [problem('this machine', '', error.message, error.details.hint)]
  }
}

async function hookProblems({ config, settings }: Reading): Promise<Problem[]> {
  const faults = config === undefined ? [] : await hookFaults(config.hooks)
  return faults.map(({ forge, index, reason }) => {
    const name = `hooks.${forge}`
    const setting = settings.find(({ key }) => key.name === name)
    return problem(setting?.originOf(index).name ?? '', `${name}[${index}]`, reason)
  })
}

function withoutSecrets(setting: Setting): Setting {
  return setting.key.isSecret
    ? { ...setting, value: (setting.value as readonly string[]).map(shownSecret) }
    : setting
}

function withAbsoluteData(settings: readonly Setting[], data: string): Setting[] {
  const at = settings.findIndex(({ key }) => key.name === 'data')
  const setting = settings[at]
  return setting === undefined ? [...settings] : settings.with(at, { ...setting, value: data })
}

function checked({ file }: Reading): string {
  return file ?? 'no configuration file, only defaults and environment'
}

function asJson(settings: readonly Setting[]): string {
  const entries = settings.map(({ key, value, origin }) => [
    key.name,
    { value: maskedRules(key, value) ?? null, source: origin.name },
  ])
  return `${maskCredentials(JSON.stringify(Object.fromEntries(entries), undefined, 2))}\n`
}

function asToml(settings: readonly Setting[]): string {
  const lines: string[] = []
  let section = ''
  const [rules, plain] = [true, false].map((wanted) =>
    settings.filter(({ key }) => (key.spelling === 'rules') === wanted),
  )
  for (const setting of plain ?? []) {
    const { key, value, origin } = setting
    const here = key.path.slice(0, -1).join('.')
    if (here !== section) lines.push('', `[${here}]`)
    section = here
    const name = key.path.at(-1)
    lines.push(
      value === undefined
        ? `# ${name} is not set`
        : `${name} = ${tomlValue(value)} # ${origin.name}`,
    )
  }
  for (const setting of rules ?? []) lines.push('', ...ruleLines(setting))
  return lines.map((line) => `${maskCredentials(line)}\n`).join('')
}

function ruleLines({ key, value, origin }: Setting): string[] {
  const rules = maskedRules(key, value) as readonly Record<string, unknown>[]
  if (rules.length === 0) return [`# no [[${key.name}]] # ${origin.name}`]
  const lines = rules.flatMap((rule) =>
    [`[[${key.name}]]`].concat(
      Object.entries(rule).map(([name, text]) => `${name} = ${tomlValue(text)}`),
    ),
  )
  return lines.with(0, `[[${key.name}]] # ${origin.name}`)
}

function maskedRules({ spelling }: Setting['key'], value: unknown): unknown {
  if (spelling !== 'rules') return value
  return (value as readonly Record<string, unknown>[]).map((rule) =>
    Object.fromEntries(Object.entries(rule).map(([name, text]) => [name, maskField(name, text)])),
  )
}

/** JSON's texts, numbers, booleans and lists are TOML's too, but for one character that TOML wants escaped. */
function tomlValue(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(tomlValue).join(', ')}]`
  return JSON.stringify(value).replaceAll('\u007F', String.raw`\u007F`)
}
