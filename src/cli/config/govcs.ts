import { parseGovcs, type GovcsRule } from '../../gomod/govcs.ts'
import { parseGlob } from '../../gomod/glob.ts'
import { InvalidError } from '../../gomod/invalid-error.ts'

/** What holds where no rule of the setting fits: all that is spoken here (git, hg, svn, fossil), as with the public mirror. */
export const defaultGovcs = '*:all'

/** What a rule may name; the go command itself takes any name, so that a slip of the pen forbids everything. */
const names = new Set(['git', 'hg', 'svn', 'fossil', 'bzr', 'mod', 'all', 'off', 'none'])

/**
 * Reads the setting `govcs`; {@link defaultGovcs} is put behind its rules, as the go command does it with a default of
 * its own.
 *
 * @throws RangeError naming the entry that is wrong, and why
 */
export function parseGovcsSetting(text: string): GovcsRule[] {
  const rules = parsed(text)
  for (const { pattern, allowed } of rules) {
    if (parseGlob(pattern) === undefined || /\s/.test(pattern))
      throw new RangeError(`"${pattern}" is not a module path pattern such as "corp.example/*"`)
    const unknown = allowed.find((name) => !names.has(name))
    if (unknown !== undefined) {
      throw new RangeError(
        `"${unknown}" is not a version control system: there are git, hg, svn, fossil, "all" and "off"`,
      )
    }
  }
  return rules.some(({ pattern }) => pattern === '*')
    ? rules
    : [...rules, ...parseGovcs(defaultGovcs)]
}

function parsed(text: string): GovcsRule[] {
  try {
    return parseGovcs(text)
  } catch (error) {
    if (error instanceof InvalidError) throw new RangeError(error.message, { cause: error })
    throw error
  }
}
