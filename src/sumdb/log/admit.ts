import { Failure } from '../../failure.ts'
import type { Attestation, NewRecord } from '../../store/log/log-record.ts'
import type { Sums } from '../../store/facts/sums.ts'

/** The two hashes of a module version, as go.sum has them. */
export interface BothSums {
  /** `h1:` of the whole module. */
  readonly zip: string
  /** `h1:` of its go.mod. */
  readonly goMod: string
}

/** What decides about what enters our log. */
export interface Admission {
  /**
   * The sums that this mirror serves the version with, which is fetched if it is not held.
   *
   * @throws Failure as the mirror does
   */
  readonly sumsOf: (path: string, version: string) => Promise<BothSums>
  /** What the ledger of sums has of a version, if anything. Asks nobody. */
  readonly ledger: (path: string, version: string) => Sums | undefined
  /** Whether another log must vouch for a module: all but private ones, and what the operator lets in without. */
  readonly needsAttestation: (path: string) => boolean
  /**
   * What another log was proved to have of a version.
   *
   * @throws Failure `refused` when it has none, and says why otherwise
   */
  readonly attested: (path: string, version: string) => Promise<BothSums & Attestation>
}

/**
 * The record that our log may have of a version.
 *
 * @throws Failure `mismatch` when another log has other hashes; what the functions of the admission throw
 */
export async function admit(
  path: string,
  version: string,
  admission: Admission,
): Promise<NewRecord> {
  const { zip, goMod } = await admission.sumsOf(path, version)
  const record = { path, version, zip, goMod }
  checkLedger(record, admission.ledger)
  if (!admission.needsAttestation(path)) return record
  const theirs = await admission.attested(path, version)
  const { log, size } = theirs
  for (const [name, ours, other] of [
    [version, zip, theirs.zip],
    [`${version}/go.mod`, goMod, theirs.goMod],
  ]) {
    if (ours === other) continue
    throw new Failure(
      'mismatch',
      `Cannot log ${path} ${name}: it is ${ours} here, and ${log} has ${other}`,
    )
  }
  return { ...record, attestation: { log, size } }
}

/**
 * Holds a record against the ledger of sums, which may have nothing of its version.
 *
 * @throws Failure `mismatch` when they disagree: such a record is neither logged nor told to anybody
 */
export function checkLedger(record: NewRecord, ledger: Admission['ledger']): void {
  const { path, version, zip, goMod } = record
  const { modSum = goMod, zipSum = zip } = ledger(path, version) ?? {}
  for (const [name, logged, first] of [
    [version, zip, zipSum],
    [`${version}/go.mod`, goMod, modSum],
  ]) {
    if (logged === first) continue
    throw new Failure(
      'mismatch',
      `Cannot vouch for ${path} ${name}: the log says ${logged}, and this mirror first saw ${first}`,
    )
  }
}
