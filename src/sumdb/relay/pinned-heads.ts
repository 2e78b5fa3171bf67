import { decodeBase64 } from '../../tlog/base64.ts'
import type { TreeHead } from '../../tlog/tree-head.ts'
import { formatTreeNote } from '../../tlog/tree-note.ts'

/** A head as its log signed it. */
export interface SignedHead extends TreeHead {
  /** The note: the text of the head, and signatures by known keys only. */
  readonly note: string
}

/** Records, root, and the line of the signature behind the name: heads that the public database has published, 2019 to 2026. */
const publicHeads: readonly (readonly [size: number, root: string, signature: string])[] = [
  [
    756113,
    'k9nFMBuXq8uk+9SQNxs/Vadri2XDkaoo96u4uMa0qE0=',
    'Az3grgIHxiDLRpsKUElIX5vJMlFS79SqfQDSgHQmON922lNdJ5zxF8SSPPcah3jhIkpG8LSKNaWXiy7IldOSDCt4Pwk=',
  ],
  [
    1514086,
    'kn9DgqDhXzoZMM8828SQsbuovr/WRn7QfFd5Qe1rpwA=',
    'Az3grunuggF5mKymPJeK/l9Pq71lOg/rAVkQVCzGkWRJcnS3ZFunzveHr9PAH8LFsuhpcCWzGDNrn9FFDyXm/66tBg8=',
  ],
  [
    3935567,
    'SapHtgdNCeF00Cx8kqztePV24kgzNg++Xovae42HAMw=',
    'Az3grsm7Wm4CVNR1RHq9BFnu9jzcRlU2uw7lr0gfUWgO6+rqPNjT+fUTl9gH0NRTgdwW9nItuQSMbhSaLCsk8YeYSAs=',
  ],
  [
    6476701,
    'mb8QLQIs0Z0yP5Cstq6guj87oXWeC9gEM8oVikmm9Wk=',
    'Az3grsLX85Gz+s1SiTbgkuqxgItqFq7gsMUEyVnrsa9LM7Us9S+1xbFIGu95949rj4nPRYfvimWEPWL+o3GeoWwOoAw=',
  ],
  [
    15067302,
    'gJyioq6dwR9n+NjEWORfYmH+ubeYm3kH42BBQ0bTpYI=',
    'Az3grp1rvWOs5NKlr/xR4GLN/CDyzzakmt1o61uSxYKpK1SerqOP2ClbX/peKUZjYnyomH5Xz7GZG3TpB7OeKn4E2ww=',
  ],
  [
    15081221,
    'BoMMe1wd25Tco0mYGROkyqxHZWx+hcSCtMV315Lu6Lg=',
    'Az3grilD7vQqTrv66jRgKM84Y80KTprrSt4bKmiOPxgmS5ZVBTeCl6dUvjYnN13R+C8j0jGY1WnUADGMkok3U0m2Zgo=',
  ],
  [
    15368405,
    '/g9am3I6YWNKaZX/jkne1fqd9zEyjss+JXyPXG0WfkY=',
    'Az3grqJGUaSGukG9p8nI2vKgiFn7qGHxn0W+mrwyI6Gz3F0t1J3LzmWk/p96Ybf295EjwdSwlzgijq5WA9d1Ded7owM=',
  ],
  [
    19777102,
    '+g50vJoV4VVGa6aiQF3LYGUZHEP4pvGkW38vlR7WKtU=',
    'Az3griMTLHyRzj7jMuyEt85a2JnegVME6Lx3xLEBdzTd3FMDiD5y3bHV24rcl0yijOtWxV0zyygwTdo/rnaennuoqgU=',
  ],
  [
    28891140,
    '++pUIeKTwGvykMUkmM3AT97PwQipMT6H/p7t86E0Sp0=',
    'Az3grqNvOILDz7xwAKugtVFZwd+I9IyB/mHrUYzcVaS9zKsRVdRLNGLFpnAcLhyoBBkdIYEzK/+7Eu4wanYttLrPsQo=',
  ],
  [
    35225469,
    'vt5T6GaLCXvyHFl9VUvvItR43XZxfLgftEcTyO3eJCQ=',
    'Az3grpukl5AXaVfYkLiDGORx/DN2nlcS5kZHR5uYOBV2KA2HgXpD+gu9HHONebHLAyaKbbTM75QTtPydhKCExixSfwQ=',
  ],
  [
    52544510,
    '+TGlZfnTizQCJgyZR56QixD8+X4dd8Wefy8U1w6k0Ig=',
    'Az3grn6d1PSjcypDf9bfcFVU5fvJB7VkLc0MAbz8jqeQVnSbAj9pKcsB5dJt5VdswPDUtiFar5LPRBu+uEQAT1CDfAc=',
  ],
  [
    58253265,
    'lIyLAEe4zJUQAda6pFFg3yPOf7j1SgfMEDrpgoX39JU=',
    'Az3grkvBHbFcpEFQ3BhGlktgB7pcswIW+ez91eWY6rNPtWfAey8bJO2rVoG2yO5zXvgiaikWVHqon+e14JhA+WXvpAY=',
  ],
  [
    63096908,
    '8lHrQPRYe4KT4WQ9/Qk8/taKnD6IRHbFgfN7vQE2Y54=',
    'Az3gri/oVBN1jAhNZ/iS+W31psFAWRT20/GyrhpU6taFwulQGetBkH5S7wpGXdS935jiIGiUUAXBVHzT/P6fYhqAmAk=',
  ],
  [
    65209736,
    '5+uGFjx6xBZG8ip1+wi77v+grwbhhukIrxEUS8PXvRo=',
    'Az3grnbssgK7ubgFX36gVETtNv0U23qxyAhAMai2QUfeGa3nB/akvkMdlUErfcZz7l/R3cVtYspg3dxXABkGZZKdsQ8=',
  ],
]

/**
 * Heads of a log that were seen long ago by many; whatever it says now must begin with each of them. Smallest first.
 *
 * @param log the name and id of its key
 */
export function pinnedHeads(log: string): readonly SignedHead[] {
  return log === 'sum.golang.org+033de0ae' ? publicHeads.map(signedHead) : []
}

function signedHead([size, root, signature]: (typeof publicHeads)[number]): SignedHead {
  const bytes = decodeBase64(root) ?? new Uint8Array()
  const text = formatTreeNote({ size, root: bytes })
  return { size, root: bytes, note: `${text}\n— sum.golang.org ${signature}\n` }
}
