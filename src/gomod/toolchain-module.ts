/**
 * The module whose versions are Go toolchains, such as `v0.0.1-go1.22.0.linux-amd64`. Its zips are some 70 MB each.
 *
 * Source: go.dev/doc/toolchain, cmd/go/internal/toolchain
 */
export const TOOLCHAIN_MODULE = 'golang.org/toolchain'
