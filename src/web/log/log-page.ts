import { counted } from '../../check/report/units.ts'
import { cut, html, type Html } from '../../page/html.ts'
import { valueOr } from '../block.ts'
import type { RelayStanding } from '../../sumdb/relay/relay-standing.ts'
import type { Page } from '../layout.ts'
import { agreementOf, type Agreement } from './agreement.ts'
import { othersSection } from './others-section.ts'
import { ownSection } from './own-section.ts'
import type { LogFacts } from './read-log.ts'

/** `/-/log`: our own log, and the checksum databases of others that are passed on. @param now milliseconds since the epoch */
export function logPage(facts: LogFacts, now: number): Page {
  const body = html`<h1>Checksum log</h1>
    <p class="lead">${lead(facts, now)}</p>
    ${ownSection(facts, now)} ${othersSection(facts.others, now)}`
  return { title: 'Checksum log', up: './', at: 'log', body }
}

/** Those that are fine, or of which more is said. */
const told: ReadonlySet<Agreement> = new Set(['agrees', 'partly', 'doubtful', 'frozen'])

function lead({ own, others }: LogFacts, now: number): Html {
  const known = valueOr(others, [])
  const frozen = known.filter(({ isFrozen }) => isFrozen)
  const doubtful = known.filter((one) => agreementOf(one, now) === 'doubtful')
  const unsure = known.filter((one) => !told.has(agreementOf(one, now)))
  const parts = [
    frozen.length === 0
      ? undefined
      : html`<b
          >${namesOf(frozen)} ${frozen.length === 1 ? 'has' : 'have'} told two histories.</b
        > `,
    doubtful.length === 0
      ? undefined
      : html`<b
          >${namesOf(doubtful)} ${doubtful.length === 1 ? 'has' : 'have'} signed a head that cannot
          be shown to fit.</b
        > `,
    own === undefined
      ? 'This mirror has no checksum log of its own.'
      : 'missing' in own.tree
        ? html`<b>The log ${cut(own.source.name)} answers nothing.</b>`
        : html`The log ${cut(own.source.name)} has ${counted(own.tree.value.head.size, 'entry')}.`,
    unsure.length === 0
      ? undefined
      : html` Whether ${namesOf(unsure)} ${unsure.length === 1 ? 'agrees' : 'agree'} with what was
        seen before is not known.`,
  ]
  return html`${parts}`
}

const list = new Intl.ListFormat('en-GB')

function namesOf(known: readonly RelayStanding[]): string {
  return cut(list.format(known.map(({ name }) => name)), 300)
}
