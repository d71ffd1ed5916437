// Reads an IPC file with Polars and writes it again: usage polars.cjs IN OUT CODEC. Polars takes only .ipc for a path.
const polars = require('nodejs-polars');

const [input, output, compression] = process.argv.slice(2);
polars.readIPC(input).writeIPC(output, { compression });
