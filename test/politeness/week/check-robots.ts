import type { Facts } from '../../../src/store/facts/open-facts.ts'
import { byHost, isUnasked, told } from './by-host.ts'
import type { Asked } from './forge.ts'
import { isForbidden } from './robots-kinds.ts'
import type { Simulated } from './simulated.ts'

const hour = 3600_000
const day = 24 * hour

/** Requests that a robots.txt did not allow, and readings of one that came too soon: one line for each. */
export function robotsFaults({ log }: Pick<Simulated, 'log'>): string[] {
  return [...byHost(log).values()].flatMap((asked) => {
    let last: Asked | undefined
    return asked.filter(isUnasked).flatMap((one) => {
      const known = last
      if (one.path !== '/robots.txt') {
        const why = known ? forbiddenBy(known, one) : 'its robots.txt was not read'
        return why === undefined ? [] : [`${told(one)}: ${why}`]
      }
      last = one
      if (!known) return []
      const age = one.begin - known.begin
      return age < (isKnown(known) ? day : hour) ? [`${told(one)}: read ${age} ms ago`] : []
    })
  })
}

function isKnown({ robots }: Asked): boolean {
  return robots !== undefined && robots.forbids !== 'unknown'
}

function forbiddenBy(known: Asked, { path, begin }: Asked): string | undefined {
  if (begin - known.begin > day)
    return `its robots.txt is from ${new Date(known.begin).toISOString()}`
  if (!known.robots || known.robots.forbids === 'unknown') return 'its robots.txt could not be had'
  return isForbidden(known.robots, path) ? 'its robots.txt forbids it' : undefined
}

/** Repositories that must not be looked at and of which the store says otherwise: one line for each. */
export function verdictFaults(facts: Facts, { world, log }: Simulated): string[] {
  const asked = byHost(log)
  return world.hosts.flatMap(({ name, robots }) => {
    const readings = (asked.get(name) ?? []).filter(({ path }) => path === '/robots.txt')
    return facts.repositoriesOf(name, 1000).flatMap(({ url, look }) => {
      const known = readings.filter(({ end }) => look && end <= look.at)
      const last = known.at(-1)
      const wish = known.findLast(isKnown)?.robots
      if (!look || !last || !wish) return []
      const path = `${new URL(url).pathname}/git-upload-pack`
      const isOut = look.result === 'opted-out'
      const isFine = isForbidden(wish, path)
        ? isOut || (last.robots !== wish && look.result === 'unreachable')
        : !isOut
      if (isFine) return []
      return [`${url}: ${look.result} at ${new Date(look.at).toISOString()}, robots: ${robots}`]
    })
  })
}
