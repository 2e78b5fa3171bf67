import { offline } from '../forge/isolation.ts'
import type { Reach } from '../vcs/compare.ts'

/** Go's git and Headwater both go to `to` where a URL begins with `from`. */
export function reachAt(
  from: string,
  to: string,
  more: { readonly goEnv?: Reach['goEnv']; readonly env?: Reach['goEnv'] } = {},
): Reach {
  const place = Number(offline['GIT_CONFIG_COUNT'])
  return {
    rewrites: [{ from, to }],
    goEnv: {
      GIT_CONFIG_COUNT: String(place + 1),
      // Git looks for a host with its port there.
      GIT_CONFIG_VALUE_0: `none for ${new URL(to).host}`,
      [`GIT_CONFIG_KEY_${place}`]: `url.${to}.insteadOf`,
      [`GIT_CONFIG_VALUE_${place}`]: from,
      ...more.goEnv,
    },
    ...(more.env && { env: more.env }),
  }
}
