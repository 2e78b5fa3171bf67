import * as z from 'zod/mini'
import { mayFailOn } from '../../../check/report/exit.ts'
import { mayIgnore } from '../../../check/settle/accept.ts'
import { canonicalVersion } from '../../../gomod/module-path.ts'
import { levels } from '../../../verify/level.ts'
import { parsePattern } from '../../config/pattern.ts'
import { text, told } from '../../config/parsed.ts'

/** An entry of `[[ignore]]`. */
export const ignore = z.strictObject({
  module: told(text(parsePattern), 'Glob for whole module paths; * takes anything but a slash.'),
  version: told(z.optional(text(parseVersion)), 'Only this version.'),
  code: told(text(parseCode), 'Code of the verdict, or a class for all of its codes.'),
  reason: told(
    z.string().check(z.trim(), z.minLength(1)).check(z.maxLength(500)),
    'Why you live with it; every report shows this.',
  ),
  expires: told(
    z.iso.date({ error: 'must be a day such as 2027-01-31' }),
    'Last day on which it counts, at most a year ahead.',
  ),
})

/**
 * Every key of `.headwater.toml`. The file is part of what is checked and may be a stranger's, so nothing in it decides
 * whom is asked, who is told what, or what is run.
 */
export const schema = z.strictObject({
  'fail-on': told(
    z.optional(z.array(text(parseFailOn))),
    'Classes and codes that exit 1, as --fail-on; ["none"] for nothing.',
  ),
  'allow-incomplete': told(z.optional(z.boolean()), 'As --allow-incomplete.'),
  level: told(z.optional(z.enum(levels)), 'How much is asked, as --level.'),
  private: told(
    z.optional(z.array(text(parsePattern))),
    'Patterns of module paths as in GOPRIVATE, beside those of the configuration.',
  ),
  ignore: told(z.optional(z.array(ignore)), 'Findings that you live with for a while.'),
})

function parseVersion(version: string): string {
  if (version !== '' && canonicalVersion(version) === version) return version
  throw new RangeError(`"${version}" is not a version as go.mod has it, such as "v1.2.3"`)
}

function parseCode(code: string): string {
  if (mayIgnore(code)) return code
  throw new RangeError(`"${code}" is neither a class nor a code of something that is found`)
}

function parseFailOn(name: string): string {
  if (name === 'none' || mayFailOn(name)) return name
  throw new RangeError(`"${name}" is neither a class nor a code`)
}
