#!/usr/bin/env node
// Read by whatever Node.js is installed, so its syntax is that of ES5.
'use strict'
var fs = require('fs')
var path = require('path')
var env = process.env
var platform = process.platform.replace('win32', 'win') + '-' + process.arch

function refuse(why) {
  process.stderr.write('headwater: ' + why + '\n')
  process.exitCode = 2
}

/** The user's own: where everybody may write, somebody else could have left code. */
function cacheFolder() {
  var isThere = function (folder) {
    return folder && path.isAbsolute(folder) && fs.existsSync(folder)
  }
  if (isThere(env.LOCALAPPDATA)) return env.LOCALAPPDATA
  if (isThere(env.XDG_CACHE_HOME)) return env.XDG_CACHE_HOME
  return isThere(env.HOME) && path.join(env.HOME, '.cache')
}

function start() {
  var cache = cacheFolder()
  if (cache) require('module').enableCompileCache(path.join(cache, 'headwater', 'compiled'))
  try {
    require('../dist/main.cjs').start()
  } catch (error) {
    refuse('cannot start: ' + error.stack)
  }
}

/** The name of the command that was asked for, after a space; '' where that is no plain word. */
function asked() {
  var name = process.argv[2]
  return /^[a-z]+$/.test(name || '') ? ' ' + name : ''
}

/** Those that a Node.js can be had for from the same registry. */
function wayOut() {
  if (['linux-x64', 'linux-arm64', 'win-x64'].indexOf(platform) < 0) return 'install Node.js 24'
  var packages = '--package=node-' + platform + '@24.21.0 --package=headwater'
  return 'install Node.js 24, or run\n  npx ' + packages + ' headwater' + asked()
}

if (parseInt(process.versions.node, 10) >= 24) start()
else refuse('needs Node.js 24 or newer, and this is ' + process.version + ': ' + wayOut())
