import type * as z from 'zod/mini'

/** What zod has against a value, in words that follow a key's name: `must be a number, and is "x"`. */
export function issueReason(issue: z.core.$ZodIssue, value: unknown): string {
  if (value === undefined) return 'is missing'
  if (issue.code === 'too_small' && value === '') return 'is empty'
  const wanted = wantedOf(issue)
  return wanted === undefined ? issue.message : `${wanted}, and is ${shown(value)}`
}

function wantedOf(issue: z.core.$ZodIssue): string | undefined {
  if (issue.code === 'too_small') return `must be at least ${issue.minimum}`
  if (issue.code === 'too_big') return `must be at most ${issue.maximum}`
  if (issue.code === 'invalid_value') {
    return `must be one of ${issue.values.map((value) => JSON.stringify(value)).join(', ')}`
  }
  const ownWords = !issue.message.startsWith('Invalid input')
  if (issue.code === 'invalid_union' || (issue.code === 'invalid_type' && ownWords)) {
    return issue.message
  }
  return issue.code === 'invalid_type'
    ? `must be ${nouns[issue.expected] ?? issue.expected}`
    : undefined
}

const nouns: Readonly<Record<string, string>> = {
  string: 'a text in quotes',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list such as ["…"]',
  object: 'a table',
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list'
  if (value instanceof Date) return 'a date'
  if (typeof value === 'object') return 'a table'
  return JSON.stringify(value)
}
