// The project's protocol files as grpc-js sees them, and credentials.
const path = require("node:path");
const fs = require("node:fs");
const modules = process.env.SPINDLE_INTEROP_MODULES ?? path.join(__dirname, "node_modules");
const grpc = require(path.join(modules, "@grpc/grpc-js"));
const loader = require(path.join(modules, "@grpc/proto-loader"));

const protos = path.join(__dirname, "..", "..", "..", "protos");
const definition = loader.loadSync(["spindle/v1/driver.proto", "spindle/v1/blocks.proto", "grpc/health/v1/health.proto"], {
  includeDirs: [protos], keepCase: true, longs: Number, defaults: true, oneofs: true,
});
const root = grpc.loadPackageDefinition(definition);

const pem = (folder, name) => fs.readFileSync(path.join(folder, name));

// Sums bytes, so that both ends can compare payloads without sending them twice.
const sum = (bytes) => bytes.reduce((total, byte) => (total * 31 + byte) % 1000003, 7);

module.exports = {
  grpc,
  sum,
  Driver: root.spindle.v1.Driver,
  Blocks: root.spindle.v1.Blocks,
  Health: root.grpc.health.v1.Health,
  serverCredentials: (folder) => folder
    ? grpc.ServerCredentials.createSsl(pem(folder, "ca.pem"), [{ private_key: pem(folder, "key.pem"), cert_chain: pem(folder, "cert.pem") }], true)
    : grpc.ServerCredentials.createInsecure(),
  // Certificates name processes, not hosts: only the signature is checked here.
  clientCredentials: (folder) => folder
    ? grpc.credentials.createSsl(pem(folder, "ca.pem"), pem(folder, "key.pem"), pem(folder, "cert.pem"), { checkServerIdentity: () => undefined })
    : grpc.credentials.createInsecure(),
};
