// A Bluesky network on loopback in one process: directory (PLC), personal data server (PDS), AppView, Ozone.
//
//   node network.mjs NODE_MODULES POSTGRES_URL FOLDER
//
// Prints one line, "READY " and the addresses as JSON, and serves until its standard input ends or SIGTERM.
// Ends with code 75 where somebody else took a port meanwhile: starting it again is all there is to do.
import fs from 'node:fs'
import { createRequire } from 'node:module'
import net from 'node:net'
import path from 'node:path'

const PORT_TAKEN = 75
const [modules, postgresUrl, folder] = process.argv.slice(2)

endWithStarter()
listenOnLoopbackOnly()
process.env.LOG_ENABLED = 'false'
const require = createRequire(path.join(modules, 'network.cjs'))
answerBlobsAsBuffers(require('better-sqlite3'))

process.on('uncaughtException', fail) // some servers only emit that they could not listen
console.log('READY ' + JSON.stringify(await start().catch(fail)))

async function start() {
  const dev = require('@atproto/dev-env')
  const { Secp256k1Keypair } = require('@atproto/crypto')
  const getPort = require('get-port')
  const [pdsPort, appviewPort, ozonePort] = [await getPort(), await getPort(), await getPort()]
  const appviewUrl = `http://localhost:${appviewPort}`

  const plc = await dev.TestPlc.create({})
  const signingKey = await Secp256k1Keypair.create({ exportable: true })
  const ozoneDid = await dev.createOzoneDid(plc.url, signingKey)
  const appview = await dev.TestBsky.create({
    port: appviewPort,
    publicUrl: appviewUrl,
    plcUrl: plc.url,
    pdsPort,
    repoProvider: `ws://localhost:${pdsPort}`,
    dbPostgresUrl: postgresUrl,
    dbPostgresSchema: 'appview',
    modServiceDid: ozoneDid,
    labelsFromIssuerDids: [ozoneDid],
  })
  const pds = await dev.TestPds.create({
    port: pdsPort,
    hostname: 'localhost',
    didPlcUrl: plc.url,
    enableDidDocWithSession: true,
    blobUploadLimit: 100_000_000, // as on bsky.social; the default takes no films of a usual size
    bskyAppViewUrl: appview.url,
    bskyAppViewDid: appview.serverDid,
    // The PDS shows its users their own new posts before the AppView knows them; their pictures are here, too.
    bskyAppViewCdnUrlPattern: `${appviewUrl}/img/%s/plain/%s/%s`,
    modServiceUrl: `http://localhost:${ozonePort}`,
    modServiceDid: ozoneDid,
  })
  dev.mockNetworkUtilities(pds, appview)
  const ozone = await dev.TestOzone.create({
    port: ozonePort,
    plcUrl: plc.url,
    signingKey,
    serverDid: ozoneDid,
    dbPostgresUrl: postgresUrl,
    dbPostgresSchema: 'ozone',
    appviewUrl: appview.url,
    appviewDid: appview.serverDid,
    appviewPushEvents: true,
    pdsUrl: pds.url,
    pdsDid: pds.ctx.cfg.service.did,
  })
  tellWhenSettled(pds, appview)
  return { plc: plc.url, pds: pds.url, appview: appview.url, ozone: ozone.url, admin: pds.adminAuth() }
}

// Tests write and then look at what readers see: GET /_settled at the PDS answers when the AppView knows
// all that was written until now, counts and notifications included. So that it need not be long, the PDS
// looks for new events every 20 ms instead of ever more seldom.
function tellWhenSettled(pds, appview) {
  const { sequencer } = pds.ctx
  sequencer.exponentialBackoff = () => pause(20)
  pds.server.app.get('/_settled', async (_request, response) => {
    await pds.processAll()
    const last = (await sequencer.curr()) ?? 0
    while (((await appview.sub.runner.getCursor()) ?? 0) < last) await pause(5)
    await appview.sub.processAll()
    response.json({ settled: last })
  })
}

function fail(error) {
  console.error(error)
  console.error(String(error?.cause ?? error).split('\n')[0]) // the last line is what people are shown
  process.exit(error?.code === 'EADDRINUSE' ? PORT_TAKEN : 1)
}

// Whoever started this process holds its standard input. When that ends, all of the process group ends,
// and the folder with everything that was written. SIGINT, as PostgreSQL waits for its clients at SIGTERM.
function endWithStarter() {
  process.stdin.resume().on('end', async () => {
    process.removeAllListeners('uncaughtException') // what breaks from here on was to end anyway
    for (const broken of ['uncaughtException', 'unhandledRejection']) process.on(broken, () => {})
    process.on('SIGINT', () => {})
    process.kill(0, 'SIGINT')
    const running = path.join(folder, 'postgres', 'postmaster.pid')
    for (let left = 300; left && fs.existsSync(running); left--) await pause(100)
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 20 })
    process.exit(0)
  })
}

function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}

// The servers listen on all interfaces by themselves, and have no setting for it.
function listenOnLoopbackOnly() {
  const listen = net.Server.prototype.listen
  net.Server.prototype.listen = function (...args) {
    const callback = args.findLast((arg) => typeof arg === 'function')
    const options = typeof args[0] === 'object' && args[0] !== null ? args[0] : { port: Number(args[0] ?? 0) }
    return listen.call(this, { ...options, host: '127.0.0.1' }, callback)
  }
}

// The stand-in for better-sqlite3 answers blobs as ArrayBuffer where the original answers Buffer.
function answerBlobsAsBuffers(Database) {
  const database = new Database(':memory:')
  const statements = Object.getPrototypeOf(database.prepare('select 1'))
  database.close()
  const { all, get, iterate } = statements
  const mended = (row) => {
    for (const [name, value] of Object.entries(row ?? {})) {
      if (value instanceof ArrayBuffer) row[name] = Buffer.from(value)
    }
    return row
  }
  statements.all = function (...args) {
    return all.apply(this, args).map(mended)
  }
  statements.get = function (...args) {
    return mended(get.apply(this, args))
  }
  statements.iterate = function* (...args) {
    for (const row of iterate.apply(this, args)) yield mended(row)
  }
}
