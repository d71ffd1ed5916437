const { grpc, sum, Driver, Blocks, Health, clientCredentials } = require("./services.cjs");

const address = `127.0.0.1:${process.argv[2]}`;
const options = { "grpc.max_receive_message_length": 64 << 20, "grpc.max_send_message_length": 64 << 20 };
const credentials = clientCredentials(process.argv[3]);
const driver = new Driver(address, credentials, options);
const gzip = new Driver(address, credentials, { ...options, "grpc.default_compression_algorithm": grpc.compressionAlgorithms.gzip, "grpc.secondary_user_agent": "gzip" });
const blocks = new Blocks(address, credentials, options);
const health = new Health(address, credentials, options);

const unary = (client, method, request, metadata = new grpc.Metadata(), callOptions = {}) => new Promise((resolve) => {
  let trailers = new grpc.Metadata();
  const call = client[method](request, metadata, callOptions, (error, response) => {
    const seen = () => ({ code: error?.code ?? 0, details: error?.details ?? "", response, trailers: (error?.metadata ?? trailers).getMap() });
    setImmediate(() => resolve(seen()));
  });
  call.on("status", (status) => { trailers = status.metadata; });
});

const all = (stream) => new Promise((resolve) => {
  const messages = [];
  stream.on("data", (message) => messages.push(message));
  stream.on("status", (status) => resolve({ code: status.code, messages }));
  stream.on("error", () => {});
});

const asked = new grpc.Metadata();
asked.set("asked", "why");
asked.set("sent-bin", Buffer.from([1, 0, 254]));

(async () => {
  const seen = {};
  seen.health = await unary(health, "Check", { service: "" });
  seen.unknown = await unary(health, "Check", { service: "none" });
  seen.heartbeat = await unary(driver, "Heartbeat", { executor_id: "1" }, asked);
  seen.failing = await unary(driver, "Heartbeat", { executor_id: "failing" }, asked);
  seen.silent = await unary(driver, "Heartbeat", { executor_id: "silent" }, new grpc.Metadata(), { deadline: Date.now() + 300 });
  seen.compressed = await unary(gzip, "Heartbeat", { executor_id: "1", application: "x".repeat(100000) }, asked);
  seen.missing = await new Promise((resolve) => {
    const none = new grpc.Client(address, credentials, options);
    none.makeUnaryRequest("/spindle.v1.Driver/None", (x) => x, (x) => x, Buffer.alloc(0), (error) => resolve({ code: error.code }));
  });
  const fetched = await all(blocks.Fetch({ from_partition: 0, to_partition: 20 }));
  seen.fetched = { code: fetched.code, chunks: fetched.messages.map((chunk) => [chunk.map, chunk.data.length, sum(chunk.data)]) };
  seen.put = await new Promise((resolve) => {
    const put = blocks.Put((error, response) => resolve({ code: error?.code ?? 0, response }));
    for (const length of [0, 1, 5000, 3000000])
      put.write({ map: 3, data: Buffer.alloc(length, 5) });
    put.end();
  });
  const connect = driver.Connect();
  const answers = all(connect);
  for (const length of [0, 10, 100000])
    connect.write({ task_started: { task: { partition: 1 } }, data: Buffer.alloc(length, 9) });
  connect.end();
  const answered = await answers;
  seen.connect = { code: answered.code, reasons: answered.messages.map((message) => message.refused.reason) };
  console.log(JSON.stringify(seen));
  for (const client of [driver, gzip, blocks, health])
    client.close();
})();
