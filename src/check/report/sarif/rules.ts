import {
  meaningOf,
  verdictCodes,
  type VerdictClass,
  type VerdictCode,
} from '../../../verify/judge/verdicts.ts'
import type { Descriptor, SarifLevel } from './sarif-log.ts'

/** How loud a class is in SARIF. */
export const levels: Readonly<Record<VerdictClass, SarifLevel>> = {
  changed: 'error',
  lost: 'error',
  undetermined: 'warning',
  fragile: 'note',
  ok: 'note',
}

/** Codes that are results; the place in the list is the index of the rule. */
export const findingCodes: readonly VerdictCode[] = verdictCodes.filter((code) =>
  ['fragile', 'lost', 'changed'].includes(meaningOf(code).class),
)

/** Codes that say nothing about a module, only that it was not judged: notifications of the run. */
export const undeterminedCodes: readonly VerdictCode[] = verdictCodes.filter(
  (code) => meaningOf(code).class === 'undetermined',
)

const meant: Readonly<Record<VerdictClass, string>> = {
  changed:
    'Do not delete go.sum, and do not switch sum checks off: go.sum is the only record of what was built with before.',
  lost: 'Builds go on as long as a proxy keeps a copy. Take the way out that the finding names before it does not.',
  fragile: 'It builds today, but what it leans on may end any day.',
  undetermined: 'This says nothing about the module. Ask again later.',
  ok: 'Nothing is to be done.',
}

/** What SARIF is to know of a code. */
export function descriptorOf(code: VerdictCode): Descriptor {
  const { word, sentence, class: of } = meaningOf(code)
  const text = `${sentence} ${meant[of]}`
  return {
    id: code,
    shortDescription: { text: `${word}: ${code}` },
    fullDescription: { text: sentence },
    help: { text, markdown: `**${word}: \`${code}\`**\n\n${text}` },
    defaultConfiguration: { level: levels[of] },
    properties: { tags: ['dependencies', of] },
  }
}
