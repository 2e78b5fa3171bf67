import { openStore } from '../../store/open-store.ts'
import type { CommandContext } from '../context.ts'
import { relayedLog } from './relayed-log.ts'

/**
 * `headwater sumdb thaw <name>`: passes a database on again that was caught with two histories, and ends doubts about its
 * heads; with `--forget` another history of it may begin.
 */
export async function sumdbThaw({
  args,
  config,
  options,
  stdout,
}: CommandContext): Promise<number> {
  using store = await openStore({ folder: config.data })
  const { facts } = store
  const { name, log } = relayedLog(config, facts, args[0] ?? '')
  const count = facts.thaw(log, Date.now())
  const doubts = facts.settleDoubts(log, Date.now())
  const isForgotten = options['forget'] === true
  if (isForgotten) facts.forgetLog(log)
  if (options['json'] === true) {
    stdout.write(
      `${JSON.stringify({ name, thawed: count > 0, doubtsEnded: doubts, forgotten: isForgotten })}\n`,
    )
    return 0
  }
  stdout.write(count === 0 ? `${name} was not frozen\n` : `${name} is passed on again\n`)
  if (doubts > 0) stdout.write(`Its heads in doubt are settled: ${doubts}\n`)
  if (isForgotten) stdout.write('What was known of it is forgotten\n')
  return 0
}
