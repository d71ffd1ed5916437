// Buckets over HTTP: serve.cjs FOLDER BUCKET… serves on a free port of every address, prints the port, and ends with its standard input.
// Continuation tokens are made with a cipher that OpenSSL 3 has in its legacy provider alone: run with `node --openssl-legacy-provider`.
const S3rver = require(require.resolve('s3rver', { paths: [process.env.SPINDLE_INTEROP_MODULES ?? __dirname] }));

const [directory, ...buckets] = process.argv.slice(2);
const server = new S3rver({ address: '0.0.0.0', port: 0, silent: true, directory, configureBuckets: buckets.map(name => ({ name })) });
// What a client is answered with is for the client to tell.
server.on('error', () => {});
server.run().then(({ port }) => console.log(port));
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
