import type { Gate } from '../../outbound/gate.ts'
import type { NameAnswer } from '../../outbound/names.ts'
import type { Control } from '../judge/observation.ts'
import type { Answered } from './controls.ts'
import { onceForEach } from '../../work/once.ts'

/** What names are asked with. */
export interface NameTools {
  readonly gate: Pick<Gate, 'inquire' | 'rewritten'>
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** What answered in the first round, by host. */
  readonly answered: ReadonlyMap<string, readonly Answered[]>
}

/** What was heard of a host's name, and whether those who said it know other names. */
export interface HeardOfName {
  readonly names?: readonly NameAnswer[]
  readonly control?: Control
}

/**
 * Makes the asker for names of hosts that led nowhere: each name is asked for once. The control is the zone above, whose
 * name servers the same resolvers know; else another host that was found by its name in this run. Nothing is claimed of
 * names that somebody else looks up.
 */
export function nameAsker(
  tools: NameTools,
): (url: string, isPrivate: boolean) => Promise<HeardOfName> {
  const onceEach = onceForEach<HeardOfName>()

  async function ask(url: string, isPrivate: boolean): Promise<HeardOfName> {
    const inquiry = await tools.gate.inquire(url, isPrivate)
    if (inquiry === undefined || inquiry.answers.length === 0) return {}
    const { name, answers, zone } = inquiry
    const control = zone
      ? controlOf(zone.name, zone.at, `name servers ${zone.servers.join(', ')}`, true)
      : (foundByName() ?? controlOf(parentOf(name), tools.now(), 'no name servers', false))
    return { names: answers, control }
  }

  function foundByName(): Control | undefined {
    const all = [...tools.answered.values()].flat()
    const one = all.find(({ url }) => isOwnName(url, tools.gate.rewritten(url)))
    return one && controlOf(new URL(one.url).hostname, one.at, 'has an address', true)
  }

  return (url, isPrivate) =>
    onceEach(`${isPrivate} ${new URL(url).hostname}`, () => ask(url, isPrivate))
}

/** Source of the scheme: RFC 4501 */
function controlOf(domain: string, at: number, saw: string, answers: boolean): Control {
  return { at, url: `dns:${domain}`, of: 'domain', saw, answers }
}

function parentOf(name: string): string {
  return name.slice(name.indexOf('.') + 1)
}

function isOwnName(url: string, asked: string): boolean {
  const name = new URL(url).hostname
  return URL.parse(asked)?.hostname === name && /[a-z]/.test(name) && !name.startsWith('[')
}
