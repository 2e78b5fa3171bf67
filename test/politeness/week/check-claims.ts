import { told } from './by-host.ts'
import type { Simulated } from './simulated.ts'

/** What is wrong with what Headwater noted of each request that the forge noted: one line for each fault. */
export function claimFaults({ log, wishes }: Simulated): string[] {
  const byRepository = Map.groupBy(wishes, ({ repository }) => repository)
  return log.flatMap((asked) => {
    const { record, repository, order, begin, sent, received, status } = asked
    if (!record) return [`${told(asked)}: not noted`]
    const isSame =
      record.at === begin &&
      record.sent === sent &&
      record.received === received &&
      record.status === status
    const faults = isSame ? [] : [`${told(asked)}: noted as ${JSON.stringify(record)}`]
    if (record.reason === 'push') faults.push(`${told(asked)}: nobody pushed`)
    if (record.reason !== 'foreground') return faults
    const isWished =
      repository &&
      byRepository.get(repository)?.some((wish) => wish.order < order && order < wish.endOrder)
    return isWished ? faults : [...faults, `${told(asked)}: nobody waits for it`]
  })
}
