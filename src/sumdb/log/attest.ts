import { Failure } from '../../failure.ts'
import { InvalidError } from '../../gomod/invalid-error.ts'
import { parseLookup } from '../../tlog/lookup.ts'
import { openNote } from '../../tlog/note.ts'
import { ProofError } from '../../tlog/proof-error.ts'
import { parseRecordOf } from '../../tlog/record-text.ts'
import { parseTreeNote } from '../../tlog/tree-note.ts'
import { keyNameOf, type Verifier } from '../../tlog/verifier.ts'
import type { ChecksumLog } from '../checksum-log.ts'
import type { Admission } from './admit.ts'

/**
 * Has another log vouch for versions: what it has of them, proved.
 *
 * @param log gives nothing that it has not verified
 * @param verifier its key
 */
export function attestedBy(
  log: Pick<ChecksumLog, 'lookup'>,
  verifier: Verifier,
): Admission['attested'] {
  const { name } = verifier
  return async (path, version) => {
    const response = await log.lookup(path, version).catch((error: unknown) => {
      throw Failure.is(error, 'not-found', 'gone') ? unknown(name, path, version, error) : error
    })
    try {
      const { text, note } = parseLookup(response)
      const { size } = parseTreeNote(openNote(note, [verifier]).text, 'ignore')
      const { zip, goMod } = parseRecordOf(path, version, text)
      return { zip, goMod, log: keyNameOf(verifier), size }
    } catch (error) {
      if (!(error instanceof InvalidError || error instanceof ProofError)) throw error
      throw new Failure(
        'mismatch',
        `Cannot log ${path}@${version}: the answer of ${name} is none: ${error.message}`,
        { cause: error },
      )
    }
  }
}

/** For when no other log is asked. */
export const attestedByNobody: Admission['attested'] = (path, version) =>
  Promise.reject(
    refusal(path, version, 'no checksum database is passed on here that might vouch for it'),
  )

function unknown(name: string, path: string, version: string, cause: Failure): Failure {
  return refusal(path, version, `${name} has no record of it`, cause)
}

function refusal(path: string, version: string, why: string, cause?: Failure): Failure {
  return new Failure('refused', `Cannot log ${path}@${version}: ${why}`, {
    cause,
    hint: 'If it is private, the operator can name it in "private"; if not, in "checksum-log.unattested"',
  })
}
