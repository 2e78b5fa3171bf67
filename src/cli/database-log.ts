import { Failure } from '../failure.ts'
import type { OwnLogListener } from '../sumdb/log/own-log.ts'
import { whyOf } from '../sumdb/log/trouble.ts'
import type { Log } from './log.ts'
import type { RelayListeners } from './relays.ts'
import { seldom } from './seldom.ts'

/** What the log of `serve` says of checksum databases. */
export interface DatabaseLog {
  readonly others: RelayListeners
  readonly own: OwnLogListener
  readonly onWitnessTrouble: (witness: string, error: unknown) => void
}

/** Tells whoever reads the log what has happened, what still works, and what to type. @param now Unix milliseconds */
export function databaseLog(log: Log, now: () => number): DatabaseLog {
  const isNews = seldom(now)
  return {
    others: {
      onFork: (sumdb, evidence) =>
        log.error(
          {
            sumdb,
            evidence,
            hint: `Keep the proof, which "headwater sumdb forks" prints, and tell who runs ${sumdb}; "headwater sumdb thaw ${sumdb}" passes it on again`,
          },
          'a checksum database has told two histories: it is frozen, and nothing of it is passed on',
        ),
      onDoubt: (sumdb, { size, note, known, why }) =>
        log.error(
          {
            sumdb,
            size,
            reason: why,
            head: note,
            ...(known !== undefined && { known }),
            hint: `It is held against ${sumdb} again every ten minutes in which that is asked; if it stays, read ${sumdb} at another place ("urls") and keep what "headwater sumdb forks" prints; "headwater sumdb thaw ${sumdb}" ends the alarm`,
          },
          'a checksum database has signed a head that cannot be shown to fit what is known: that head is refused',
        ),
      onSourceTrouble: (sumdb, source, failure) =>
        log.warn(
          { sumdb, source, ...reasonOf(failure) },
          'a source of a checksum database could not be compared with the others',
        ),
      onTrouble(sumdb, error) {
        const facts = { sumdb, ...reasonOf(error) }
        if (Failure.is(error, 'mismatch'))
          log.error(
            facts,
            'a checksum database is not believed: what was proved before is passed on',
          )
        else
          log.warn(
            facts,
            'a checksum database could not be asked: what was proved before is passed on',
          )
      },
      onRecovery: (sumdb) => log.info({ sumdb }, 'a checksum database answers again'),
    },
    own: {
      onTrouble: (what, error) =>
        log.error(
          reasonOf(error),
          what === 'reading'
            ? 'our checksum database cannot be used: nothing of it is answered, and nothing is added'
            : 'nothing can be added to our checksum database: what is in it is answered',
        ),
      onRecovery: () => log.info({}, 'our checksum database works again'),
      onMismatch(failure) {
        if (isNews(failure.message))
          log.error(reasonOf(failure), 'our checksum database refuses a version')
      },
    },
    onWitnessTrouble: (witness, error) =>
      log.warn({ witness, ...reasonOf(error) }, 'a witness did not cosign our log'),
  }
}

/** Why, and what can be done about it. What is no Failure is a bug, and is told with its stack. */
function reasonOf(error: unknown): object {
  return Failure.is(error) ? whyOf(error) : { err: error }
}
