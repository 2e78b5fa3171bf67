/** What a log commits to: how many records it has, and the root over them. */
export interface TreeHead {
  /** Number of records: an integer up to 2^52. */
  readonly size: number
  /** 32 bytes. */
  readonly root: Uint8Array
}
