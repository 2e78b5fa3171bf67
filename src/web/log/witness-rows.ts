import { counted, numberText } from '../../check/report/units.ts'
import { cut, html, type Html } from '../../page/html.ts'
import { marked } from '../../page/symbols.ts'
import type { WitnessStanding } from '../../sumdb/log/witness/witness-standing.ts'
import { timeOf } from '../times.ts'
import type { OwnTree } from './read-log.ts'

/** Who cosigns our log, and how much of it each has cosigned. @param now milliseconds since the epoch */
export function witnessRows(
  { head, witnesses }: Pick<OwnTree, 'head' | 'witnesses'>,
  now: number,
): Html {
  if (witnesses.length === 0) {
    return html`<dt>Witnesses</dt>
      <dd>none are named</dd>`
  }
  return html`${witnesses.map(
    (witness) =>
      html`<dt>Witness ${cut(witness.name, 100)}</dt>
        <dd>${standing(witness, head.size, now)}</dd> `,
  )}`
}

/** Only one that has cosigned all of it is fine; one that contradicts it is the loudest there is. */
function standing({ cosigned, trouble }: WitnessStanding, size: number, now: number): Html {
  const last = cosigned && html`, ${timeOf(cosigned.at, now)}`
  if (trouble === 'mismatch') {
    return html`${marked('changed', 'Disagrees')}: it remembers another history, or its answer
    proves nothing. The log of the server says why`
  }
  if (cosigned?.size === size) {
    return html`${marked('ok', 'Cosigned')} all of ${counted(size, 'entry')}${last}`
  }
  const why = trouble === undefined ? '' : ', and did not cosign when it was asked last'
  if (cosigned === undefined) return html`${marked('undetermined', 'Nothing cosigned')} yet${why}`
  return html`${marked('undetermined', 'Behind')}: ${numberText(cosigned.size)} of
  ${counted(size, 'entry')}${last}${why}`
}
