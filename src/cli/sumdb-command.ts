import { Failure } from '../failure.ts'
import { safeLines } from '../safe-text.ts'
import { openStore, type Store } from '../store/open-store.ts'
import { shownKey } from '../tlog/key-text.ts'
import { keyNameOf, parseVerifierKey } from '../tlog/verifier.ts'
import type { CommandContext } from './context.ts'

/** `headwater sumdb forks [name]`: the proofs that databases have told two histories; exit code 1 while one is frozen. */
export async function sumdbForks(context: CommandContext): Promise<number> {
  const { args, config, options, stdout } = context
  await using opened = await openData(config.data)
  const { facts } = opened.store
  const [wanted] = args
  const logs = wanted === undefined ? logsIn(context) : [logNamed(context, wanted)]
  const found = logs.flatMap(({ name, log }) =>
    facts
      .logForks(log)
      .map(({ foundAt, thawedAt, evidence }) => ({ name, foundAt, thawedAt, evidence })),
  )
  if (options['json'] === true) stdout.write(`${JSON.stringify(found)}\n`)
  else if (found.length === 0) stdout.write('No checksum database was caught with two histories\n')
  for (const { name, foundAt, thawedAt, evidence } of options['json'] === true ? [] : found) {
    const end = thawedAt === undefined ? 'frozen' : `thawed ${timeOf(thawedAt)}`
    stdout.write(`${name}: found ${timeOf(foundAt)}, ${end}\n\n${safeLines(evidence)}\n\n`)
  }
  return found.some(({ thawedAt }) => thawedAt === undefined) ? 1 : 0
}

/** `headwater sumdb thaw <name>`: passes a database on again that was caught with two histories. */
export async function sumdbThaw(context: CommandContext): Promise<number> {
  const { args, config, options, stdout } = context
  const { name, log } = logNamed(context, args[0] ?? '')
  await using opened = await openData(config.data)
  const { facts } = opened.store
  const count = facts.thaw(log, Date.now())
  if (options['forget'] === true) facts.forgetLog(log)
  if (count === 0) stdout.write(`${name} was not frozen\n`)
  else stdout.write(`${name} is passed on again\n`)
  if (options['forget'] === true) stdout.write('What was known of it is forgotten\n')
  return 0
}

async function openData(folder: string): Promise<AsyncDisposable & { readonly store: Store }> {
  const store = await openStore({ folder })
  return { store, [Symbol.asyncDispose]: async () => store.close() }
}

interface NamedLog {
  readonly name: string
  readonly log: string
}

function logsIn({ config }: CommandContext): NamedLog[] {
  return config.checksumDatabases.map(({ key }) => {
    const verifier = parseVerifierKey(key)
    return { name: verifier.name, log: keyNameOf(verifier) }
  })
}

function logNamed(context: CommandContext, wanted: string): NamedLog {
  const logs = logsIn(context)
  const found = logs.find(({ name }) => name === wanted)
  if (found) return found
  throw new Failure('invalid', `Cannot find the checksum database ${shownKey(wanted)}`, {
    hint: `Those in the configuration are: ${logs.map(({ name }) => name).join(', ') || 'none'}`,
  })
}

function timeOf(millis: number): string {
  return new Date(millis).toISOString()
}
