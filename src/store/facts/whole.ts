/** The nearest whole number that a column of SQLite can keep and `node:sqlite` can read; 0 for what is no number. */
export function whole(number: number): number {
  if (!Number.isFinite(number)) return 0
  const { MIN_SAFE_INTEGER: least, MAX_SAFE_INTEGER: most } = Number
  return Math.min(Math.max(Math.round(number), least), most)
}
