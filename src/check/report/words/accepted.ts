import type { Accepted } from '../report.ts'

/** Until when somebody lives with a finding, and why: `to 2027-01-31: we vendor it`. */
export function acceptedText({ until, reason }: Accepted): string {
  return until === null ? `for good: ${reason}` : `to ${until}: ${reason}`
}
