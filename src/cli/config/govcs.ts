import { parseGovcs, type GovcsRule } from '../../gomod/govcs.ts'
import { parseGlob } from '../../gomod/glob.ts'
import { invalidity } from '../../gomod/invalid-error.ts'

/** What holds where no rule of the setting fits: all that is spoken here (git, hg, svn, fossil), as with the public mirror. */
export const defaultGovcs = '*:all'

/** What a rule may name; the go command itself takes any name, so that a slip of the pen forbids everything. */
const names = new Set(['git', 'hg', 'svn', 'fossil', 'bzr', 'mod', 'all', 'off', 'none'])

/**
 * Reads the setting `govcs`; {@link defaultGovcs} is put behind its rules, as the go command does it with a default of
 * its own.
 *
 * @throws RangeError naming each entry that is wrong, and why
 */
export function parseGovcsSetting(text: string): GovcsRule[] {
  const rules: GovcsRule[] = []
  const faults: string[] = []
  const sound: string[] = []
  for (const entry of text.trim() === '' ? [] : text.split(',')) {
    const fault = faultOf(entry.trim())
    if (fault === undefined) sound.push(entry)
    else faults.push(fault)
  }
  const fault = collect(sound.join(','), rules)
  if (fault !== undefined) faults.push(fault)
  if (faults.length > 0) throw new RangeError(faults.join('; '))
  return rules.some(({ pattern }) => pattern === '*')
    ? rules
    : [...rules, ...parseGovcs(defaultGovcs)]
}

function faultOf(entry: string): string | undefined {
  if (entry === '') return 'there is an empty entry between its commas'
  const rules: GovcsRule[] = []
  const fault = collect(entry, rules)
  if (fault !== undefined) return fault
  for (const { pattern, allowed } of rules) {
    if (parseGlob(pattern) === undefined || /[\s;]/.test(pattern))
      return `"${pattern}" is not a module path pattern such as "corp.example/*"${separators(pattern)}`
    const unknown = allowed.find((name) => !names.has(name))
    if (unknown !== undefined) {
      const known = 'there are git, hg, svn, fossil, "all" and "off"'
      return `"${unknown}" is not a version control system: ${known}${separators(unknown)}`
    }
  }
  return undefined
}

/** Puts the rules of a text behind those there are, or says what is wrong with it. */
function collect(text: string, rules: GovcsRule[]): string | undefined {
  return invalidity(() => rules.push(...parseGovcs(text)))
}

function separators(text: string): string {
  return /[\s;]/.test(text) ? ' (entries are separated by commas, names by "|")' : ''
}
