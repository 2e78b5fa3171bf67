// `npm pack` in the checkout would pack sources that do not run where npm installs them. npm runs this before
// `npm run pack`, too, as before every script that has one of the same name with "pre" before it.
if (!/^run(-script)?$/.test(process.env['npm_command'] ?? '')) {
  process.stderr.write(
    'Cannot pack the checkout: Node does not run TypeScript below node_modules; "npm run pack" makes dist/headwater-VERSION.tgz\n',
  )
  process.exitCode = 1
}
