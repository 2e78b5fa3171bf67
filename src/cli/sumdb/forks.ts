import { safeLines } from '../../safe-text.ts'
import type { DoubtfulHead } from '../../store/facts/doubtful-heads.ts'
import { openStore } from '../../store/open-store.ts'
import type { CommandContext } from '../context.ts'
import { relayedLog, relayedLogs } from './relayed-log.ts'

/**
 * `headwater sumdb forks [name]`: the proofs that databases have told two histories, and the signed heads that are in doubt;
 * exit code 1 while there is one of these, or a database is frozen.
 */
export async function sumdbForks({
  args: [wanted],
  config,
  options,
  stdout,
}: CommandContext): Promise<number> {
  using store = await openStore({ folder: config.data })
  const { facts } = store
  const logs =
    wanted === undefined ? relayedLogs(config, facts) : [relayedLog(config, facts, wanted)]
  const forks = logs.flatMap(({ name, log }) =>
    facts.logForks(log).map(({ foundAt, thawedAt, evidence }) => ({
      name,
      foundAt: timeOf(foundAt),
      thawedAt: thawedAt === undefined ? undefined : timeOf(thawedAt),
      evidence,
    })),
  )
  const doubts = logs.flatMap(({ name, log }) =>
    facts.doubtfulHeads(log).map((doubt) => ({
      name,
      foundAt: timeOf(doubt.seenAt),
      thawedAt: undefined,
      inDoubt: true,
      evidence: doubtText(doubt),
    })),
  )
  const found = [...forks, ...doubts]
  if (options['json'] === true) stdout.write(`${JSON.stringify(found)}\n`)
  else if (found.length === 0) stdout.write('No checksum database was caught with two histories\n')
  for (const one of options['json'] === true ? [] : found) {
    const { name, foundAt, thawedAt, evidence } = one
    const isInDoubt = 'inDoubt' in one
    const end = isInDoubt
      ? 'a head in doubt'
      : thawedAt === undefined
        ? 'frozen'
        : `thawed ${thawedAt}`
    stdout.write(`${name}: found ${foundAt}, ${end}\n\n${shown(evidence)}\n\n`)
  }
  return found.some(({ thawedAt }) => thawedAt === undefined) ? 1 : 0
}

/** Both notes are signed, so together with the tiles of the larger tree they may prove something to whoever has them. */
function doubtText({ why, note, known }: DoubtfulHead): string {
  const other = known === undefined ? [] : ['it was held against:', known]
  return [
    'A head was shown neither to fit nor to contradict what is known',
    why,
    '',
    note,
    ...other,
  ]
    .join('\n')
    .trimEnd()
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
