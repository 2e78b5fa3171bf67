/**
 * Whether a line is one that git leaves in a file for each part of an unfinished merge. No line of a file that Go reads
 * begins so otherwise.
 *
 * Source: git-merge(1), "How conflicts are presented"
 */
export function isConflictMarker(line: string): boolean {
  return /^(?:<{7}|\|{7}|={7}|>{7})(?:\s|$)/.test(line)
}
