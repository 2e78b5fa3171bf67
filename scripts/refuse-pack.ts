// `npm pack` in the checkout would pack sources that do not run where npm installs them. npm runs this hook before the
// script "pack", too, which is the way.
if (['pack', 'publish'].includes(process.env['npm_command'] ?? '')) {
  process.stderr.write(
    'Cannot pack the checkout: Node does not run TypeScript below node_modules; "npm run pack" makes dist/headwater-VERSION.tgz\n',
  )
  process.exitCode = 1
}
