import { safeLines } from '../../safe-text.ts'
import { openStore } from '../../store/open-store.ts'
import type { CommandContext } from '../context.ts'
import { relayedLog, relayedLogs } from './relayed-log.ts'

/** `headwater sumdb forks [name]`: the proofs that databases have told two histories; exit code 1 while one is frozen. */
export async function sumdbForks({
  args: [wanted],
  config,
  options,
  stdout,
}: CommandContext): Promise<number> {
  const logs = wanted === undefined ? relayedLogs(config) : [relayedLog(config, wanted)]
  using store = await openStore({ folder: config.data })
  const found = logs.flatMap(({ name, log }) =>
    store.facts.logForks(log).map(({ foundAt, thawedAt, evidence }) => ({
      name,
      foundAt: timeOf(foundAt),
      thawedAt: thawedAt === undefined ? undefined : timeOf(thawedAt),
      evidence,
    })),
  )
  if (options['json'] === true) stdout.write(`${JSON.stringify(found)}\n`)
  else if (found.length === 0) stdout.write('No checksum database was caught with two histories\n')
  for (const { name, foundAt, thawedAt, evidence } of options['json'] === true ? [] : found) {
    const end = thawedAt === undefined ? 'frozen' : `thawed ${thawedAt}`
    stdout.write(`${name}: found ${foundAt}, ${end}\n\n${shown(evidence)}\n\n`)
  }
  return found.some(({ thawedAt }) => thawedAt === undefined) ? 1 : 0
}

/** Lines as they are: the proof is indented by tabs, as the go command prints it. */
function shown(evidence: string): string {
  return evidence
    .split('\t')
    .map((part) => safeLines(part))
    .join('\t')
}

function timeOf(millis: number): string {
  return new Date(millis).toISOString()
}
