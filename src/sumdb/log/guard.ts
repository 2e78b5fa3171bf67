import { Failure } from '../../failure.ts'
import type { GuardFile } from '../../store/log/guard-file.ts'
import type { LogReader } from '../../store/log/log-reader.ts'
import { equalHashes } from '../../tlog/hash.ts'
import type { Verifier } from '../../tlog/verifier.ts'
import { formatSignedHead, readSignedHead, type SignedHead } from './signed-head.ts'

/**
 * Reads the guard of a log: the head that was published last. It lies outside the data folder, so that it is not taken
 * back with that when an old copy of it is put in place, and is written before anybody sees the head.
 *
 * @param known a head whose signatures are verified: they are not again when it is the one
 * @throws Failure `mismatch` when there is none, or it is not what was written
 */
export async function readGuard(
  guard: GuardFile,
  verifier: Verifier,
  known?: SignedHead,
): Promise<SignedHead> {
  const text = await guard.read()
  if (known && text === formatSignedHead(known)) return known
  if (text === undefined) throw lostGuard(verifier, `its guard ${guard.file} is not there`)
  try {
    return readSignedHead(text, verifier)
  } catch (error) {
    if (!Failure.is(error)) throw error
    throw lostGuard(verifier, `its guard ${guard.file} is none: ${error.message}`, error)
  }
}

/**
 * Holds the database of a log against its guard: what was published must be in it, as it was.
 *
 * @throws Failure `mismatch`, with what to do about it: to sign another tree of a size that was published is what no
 *   client ever forgives
 */
export function checkGuard(
  published: SignedHead,
  read: LogReader,
  verifier: Verifier,
  guard: GuardFile,
): void {
  const { size, root } = published
  const latest = read.latestHead()?.size ?? 0
  if (latest < size) {
    throw guardRefusal(
      verifier,
      `its database has ${latest} records, and a tree of ${size} was published`,
      guard,
    )
  }
  const here = read.headAt(size)
  if (here !== undefined && equalHashes(here.root, root)) return
  throw guardRefusal(
    verifier,
    `its database has another tree of ${size} records than was published`,
    guard,
  )
}

/** What to throw when a log cannot go on, with what to do about it. @param why a clause */
export function guardRefusal({ name }: Verifier, why: string, { file }: GuardFile): Failure {
  return new Failure('mismatch', `Cannot go on with the log ${name}: ${why}`, {
    hint:
      'Put the newest copy of its database in place, or bring what is missing with "headwater sumdb restore --from DIR", ' +
      'or a URL for DIR; if that is lost for good, begin a log with another name. ' +
      `Never remove the guard ${file} to make this go away`,
  })
}

function lostGuard({ name }: Verifier, why: string, cause?: Failure): Failure {
  return new Failure('mismatch', `Cannot go on with the log ${name}: ${why}`, {
    cause,
    hint:
      'Put the guard itself back, from the machine or disk where it was: nothing else tells whether the database is the newest. ' +
      'If it is lost for good, begin a log with another name; for a new key, "headwater sumdb init" makes the log',
  })
}
