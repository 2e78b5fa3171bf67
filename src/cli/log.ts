import { withoutKeys } from '../safe-text.ts'
import type { LogLevel } from './config/config.ts'

/** What the program logs with: an object of facts, then the sentence. */
export interface Log {
  debug(facts: object, text: string): void
  info(facts: object, text: string): void
  warn(facts: object, text: string): void
  error(facts: unknown, text: string): void
}

/** Opens the log: JSON lines on standard error, so that standard output stays for results. No private key gets into it. */
export async function openLog(level: LogLevel): Promise<Log> {
  const { default: pino } = await import('pino')
  const log = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      hooks: { streamWrite: withoutKeys },
    },
    pino.destination({ dest: 2, sync: true }),
  )
  return {
    info: (facts, text) => log.info(facts, text),
    debug: (facts, text) => log.debug(facts, text),
    warn: (facts, text) => log.warn(facts, text),
    error: (facts, text) => log.error(facts, text),
  }
}
