/**
 * A key for names that a case-insensitive file system may take for one another: two strings have the
 * same key exactly when they are equal under Unicode simple case folding.
 *
 * The case pairs are those of the running JavaScript engine, those of Go come with its release.
 * Checked over all code points: Unicode 17 (Node 24) has the orbits of Go 1.26 (Unicode 15) and the
 * pairs of letters that were encoded since. Go 1.26 refuses a file path with such a letter anyway.
 *
 * Source: x/mod/zip.strToFold, unicode.SimpleFold
 */
export function foldKey(s: string): string {
  if (isLowerAscii.test(s)) return s
  if (isAscii.test(s)) return s.toLowerCase()
  let key = ''
  for (const letter of s) key += foldLetter(letter)
  return key
}

const isLowerAscii = /^[\0-@[-\x7f]*$/
const isAscii = /^[\0-\x7f]*$/

// Full mappings that change the number of letters (ß to SS) are no simple foldings.
// The dotless i folds to nothing else, although its capital is I.
function foldLetter(letter: string): string {
  if (letter === 'ı') return letter
  const upper = single(letter.toUpperCase(), letter)
  return single(upper.toLowerCase(), upper)
}

function single(mapped: string, otherwise: string): string {
  return mapped.length === 1 || (mapped.length === 2 && mapped.codePointAt(0)! > 0xffff)
    ? mapped
    : otherwise
}
