import type { Verdict } from '../../../verify/judge/verdict.ts'

/** The code of a verdict, and of a suspicion what is suspected: `suspected repo-gone`. */
export function codeText({ code, suspect }: Verdict): string {
  return suspect ? `suspected ${suspect.code}` : code
}
