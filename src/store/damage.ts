/** A stored file that no longer is what was written, and was therefore never given out. */
export interface Damage {
  readonly kind: 'record' | 'zip'
  readonly path: string
  readonly version: string
  /** What is wrong with it, for the operator. */
  readonly why: string
  /** Where the file was moved to for inspection; absent when there was no file left to move. */
  readonly movedTo?: string
}

/** Told of each damage once, after the file was set aside. Must not throw. */
export type OnDamage = (damage: Damage) => void
