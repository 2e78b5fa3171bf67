import * as z from 'zod/mini'
import { orderedOrigin, zeroTime, type VersionInfo } from './version-info.ts'

const text = z.optional(z.string())
const rfc3339 = /^(\d{4})-(\d\d)-(\d\d)T(\d\d?):(\d\d):(\d\d)(?:[.,]\d+)?(?:Z|[+-](\d\d):(\d\d))$/

const originSchema = z.object({
  VCS: text,
  URL: text,
  Subdir: text,
  Hash: text,
  TagPrefix: text,
  TagSum: text,
  Ref: text,
  RepoSum: text,
})

const infoSchema = z.object({
  Version: z.string(),
  Time: z.optional(z.nullable(z.string().check(z.refine(isTime)))),
  Origin: z.optional(z.nullable(originSchema)),
})

/**
 * Reads a `.info` that somebody else wrote; fields we do not know are dropped.
 *
 * @throws Error with the reason when it is not one
 */
export function parseInfo(json: string): VersionInfo {
  const { Version, Time, Origin } = infoSchema.parse(JSON.parse(json))
  return {
    Version,
    Time: Time ?? zeroTime,
    ...(Origin && { Origin: orderedOrigin(Origin) }),
  }
}

/**
 * Whether Go reads the text as a time: a day that exists, no leap second, an offset of at most 24:60.
 *
 * Source: `time.Time.UnmarshalJSON`, which is not strict (go issue 54580)
 */
function isTime(text: string): boolean {
  const parts = rfc3339
    .exec(text)
    ?.slice(1)
    .map((part: string | undefined) => Number(part ?? 0))
  if (!parts) return false
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, away = 0, more = 0] = parts
  // 400 years on, the calendar is the same, and no year is taken for one of the 20th century.
  const lastDay = new Date(Date.UTC(year + 400, month, 0)).getUTCDate()
  const isDay = month >= 1 && month <= 12 && day >= 1 && day <= lastDay
  return isDay && hour < 24 && minute < 60 && second < 60 && away <= 24 && more <= 60
}
