const someone = 'T <t@example.com>'
/**
 * Committer lines, and what may follow them in a commit: as git writes them, and as it never would. No time is after the
 * year 9999: go takes such a commit, but cannot write the `.info` that it names in its answer.
 */
export const oddHeaders = [
  `committer ${someone} 1600000000 +0530`,
  `committer ${someone} 1600000000 -0800`,
  `committer ${someone} 1600000000 +9999`,
  `committer ${someone} 1600000000 +0000\nencoding ISO-8859-1`,
  `committer ${someone} 1600000000 +0000\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----`,
  `committer ${someone} 0 +0000`,
  `committer ${someone} -1 +0000`,
  `committer ${someone} -86400 +0000`,
  `committer ${someone} 253402300799 +0000`,
  `committer ${someone} 99999999999999999999 +0000`,
  `committer ${someone} 1600000000`,
  `committer ${someone} 1600000000 +0000 more`,
  `committer ${someone} 0001600000000 +0000`,
  `committer ${someone} 1600000000.5 +0000`,
  `committer ${someone}`,
  `committer T 1600000000 +0000`,
  `committer <> 1600000000 +0000`,
  `committer A <a@b> C <d@e> 1600000000 +0000`,
  `committer  T  <t@example.com>  1600000000  +0000`,
  `committer ${someone} 1500000000 +0000\ncommitter ${someone} 1600000000 +0000`,
  '',
]
