import type { FailureCode } from '../../../failure.ts'
import { unpackCosignature } from '../../../tlog/cosignature.ts'
import type { NoteSignature } from '../../../tlog/note-signature.ts'

/** How a witness of our log fares. */
export interface WitnessStanding {
  readonly name: string
  /** What it cosigned last, as far as is known here; undefined where nothing is. */
  readonly cosigned: Cosigned | undefined
  /** Why it did not cosign when this process asked it last; `mismatch`: it contradicts what is published here. */
  readonly trouble: FailureCode | undefined
}

/** A head that a witness cosigned. */
export interface Cosigned {
  /** Records. */
  readonly size: number
  /** When, as the witness says: Unix milliseconds. */
  readonly at: number
}

/** What a verified cosignature tells of the head that it is under. */
export function cosignedIn({ bytes }: NoteSignature, size: number): Cosigned {
  return { size, at: (unpackCosignature(bytes)?.time ?? 0) * 1000 }
}
