import * as z from 'zod/mini'
import { durationPattern, parseDuration } from './duration.ts'
import { readBy } from './parsed.ts'
import { parseSize, sizePattern } from './size.ts'

/** A duration that a timer can wait for, as milliseconds. */
export const duration = z.pipe(
  z
    .string({ error: 'must be a text with a unit, such as "60s"' })
    .register(z.globalRegistry, { pattern: durationPattern.source }),
  z.transform(readBy(parseDuration)),
)

/** A size as bytes, `min` at least. */
export const size = (min = 0) =>
  z.pipe(
    z.union(
      [
        z.string().register(z.globalRegistry, { pattern: sizePattern.source }),
        z.int().check(z.minimum(0)).register(z.globalRegistry, { minimum: min }),
      ],
      { error: 'must be a size such as "64MiB", or a number of bytes' },
    ),
    z.transform(readBy((value: string | number) => parseSize(value, min))),
  )
