/**
 * Starts a whole Bluesky network: the account server, the one behind the app, and what they need.
 *
 * The argument is JSON: modules (the folder of node_modules), postgres (an address), redis
 * (host:port), folder (for files), port. It listens there once all runs: GET / says where accounts
 * live, {"server": address}; POST /settle answers when all that was written has arrived.
 */
import { createServer } from "node:http";
import { createRequire } from "node:module";

const settings = JSON.parse(process.argv[2]);
Object.assign(process.env, {
    DB_POSTGRES_URL: settings.postgres,
    REDIS_HOST: settings.redis,
    TMPDIR: settings.folder,
    LOG_ENABLED: "false",
});

const require = createRequire(`${settings.modules}/`);
const { TestNetwork } = require("@atproto/dev-env");
const network = await TestNetwork.create({
    dbPostgresSchema: "bsky",
    pds: {
        hostname: "localhost",
        inviteRequired: false,
        enableDidDocWithSession: true,
        rateLimitsEnabled: true,
    },
});

createServer(async (request, response) => {
    if (request.url === "/settle") await network.processAll();
    response.setHeader("Content-Type", "application/json");
    response.end(JSON.stringify({ server: network.pds.url }));
}).listen(settings.port, "127.0.0.1");
