const suffixes = /\.(?:go|s|S|sx|c|cc|cpp|cxx|m|h|hh|hpp|hxx|f|F|for|f90|swig|swigcxx|syso)$/

/**
 * Whether `go build` may read a file of a module: its go.mod, and sources of any kind that is compiled, outside of
 * folders that no package can be in. What a package embeds is not known.
 *
 * @param name from the root of the module
 *
 * Source: go/build.goodOSArchFile, fileListForExt; `go help packages`
 */
export function isGoCode(name: string): boolean {
  if (name === 'go.mod') return true
  const parts = name.split('/')
  const file = parts.pop() ?? ''
  if (parts.some((folder) => folder === 'testdata' || /^[._]/.test(folder))) return false
  return !/^[._]/.test(file) && !file.endsWith('_test.go') && suffixes.test(file)
}
