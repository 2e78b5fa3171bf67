import type { Evidence } from './evidence.ts'
import type { NameAnswer } from '../../outbound/names.ts'

const words: Readonly<Record<NameAnswer['outcome'], string>> = {
  addresses: 'addresses',
  nxdomain: 'NXDOMAIN',
  nodata: 'a name without addresses',
  servfail: 'SERVFAIL',
  refused: 'REFUSED',
  'no-answer': 'no answer',
}

/** What resolvers said, those that said the same together. A delegation to servers that know nothing is named. */
export function nameEvidence(names: readonly NameAnswer[]): Evidence[] {
  const lame = isLame(names) ? ': the name servers of the zone know nothing of it' : ''
  return [...Map.groupBy(names, ({ outcome }) => outcome)].map(([outcome, same]) => {
    const resolvers = [...new Set(same.map(({ resolver }) => resolver))]
    const [only = ''] = resolvers
    const who = resolvers.length === 1 ? only : `${resolvers.length} resolvers`
    const at = new Date(Math.max(...same.map((one) => one.at))).toISOString()
    return { at, channel: 'dns', url: null, saw: `${words[outcome]} from ${who}${lame}` }
  })
}

/** Whether the zone is delegated to servers that know nothing of it: it may come back, and somebody else may take it. */
function isLame(names: readonly NameAnswer[]): boolean {
  const said = names.filter(({ outcome }) => outcome !== 'no-answer')
  return (
    said.length > 0 && said.every(({ outcome }) => outcome === 'servfail' || outcome === 'refused')
  )
}
